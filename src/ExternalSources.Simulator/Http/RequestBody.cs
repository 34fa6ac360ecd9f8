using System.IO;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Http;

internal static class RequestBody
{
    public static async Task<byte[]> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength == 0)
        {
            return [];
        }

        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        return buffer.ToArray();
    }
}
