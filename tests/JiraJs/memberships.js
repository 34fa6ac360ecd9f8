// Lists users, groups, members and application roles of a Jira site with jira.js, and adds a member to a group and removes it again.
// jira.js holds every answer against its own schemas; with onSchemaMismatch 'throw' the first that does not fit ends this with exit code 1.
//
//   JIRA_EMAIL=... JIRA_API_TOKEN=... node memberships.js <host> <group to edit>

import { createCloudClient } from 'jira.js';

const [host = process.env.JIRA_HOST, groupName = process.env.JIRA_GROUP] = process.argv.slice(2);
const { JIRA_EMAIL: email, JIRA_API_TOKEN: apiToken } = process.env;

const jira = createCloudClient({ host, auth: { type: 'basic', email, apiToken }, onSchemaMismatch: 'throw' });

/** Reads pages until `isLast` says that one was the last. */
async function readAll(read, isLast) {
  const rows = [];
  for (;;) {
    const page = await read(rows.length);
    const values = Array.isArray(page) ? page : page.values;
    rows.push(...values);
    if (isLast(page, values)) return rows;
  }
}

function expect(condition, what) {
  if (!condition) throw new Error(`Expected ${what}.`);
}

const membersOf = groupId => readAll(
  startAt => jira.groups.getUsersFromGroup({ groupId, includeInactiveUsers: true, startAt, maxResults: 50 }),
  page => page.isLast,
);

async function main() {
  const server = await jira.serverInfo.getServerInfo();
  const myself = await jira.myself.getCurrentUser({ expand: 'groups,applicationRoles' });
  const mine = await jira.permissions.getMyPermissions({ permissions: 'ADMINISTER,USER_PICKER' });
  expect(mine.permissions.ADMINISTER.havePermission, 'the account to administer Jira');
  console.log(`${server.serverTitle}: ${server.deploymentType}, as ${myself.displayName}`);

  // Rows are a bare array: the end of the list is the page that is empty.
  const users = await readAll(startAt => jira.users.getAllUsers({ startAt, maxResults: 100 }), (_, values) => values.length === 0);
  expect(new Set(users.map(user => user.accountId)).size === users.length, 'nobody to be listed twice');
  console.log(`users: ${users.length} (${users.filter(user => user.active).length} active)`);
  const found = await jira.userSearch.findUsers({ query: myself.displayName });
  expect(found.some(user => user.accountId === myself.accountId), 'the search to find its own account');
  for (const { accountId } of users.slice(0, 40)) {
    const user = await jira.users.getUser({ accountId, expand: 'groups,applicationRoles' });
    const groups = await jira.users.getUserGroups({ accountId });
    expect(user.groups.size === groups.length, `the groups of ${accountId} to be as many as its record says`);
  }

  const { groups } = await jira.groups.findGroups({ maxResults: 1000 });
  console.log(`groups: ${groups.length}`);
  let memberships = 0;
  for (const group of groups) memberships += (await membersOf(group.groupId)).length;
  console.log(`memberships: ${memberships}`);

  const roles = await jira.applicationRoles.getAllApplicationRoles();
  for (const { key } of roles) await jira.applicationRoles.getApplicationRole({ key });
  console.log(`application roles: ${roles.map(role => role.key).join(', ')}`);

  const { groupId } = groups.find(group => group.name === groupName) ?? {};
  expect(groupId, `a group '${groupName}'`);
  const before = await membersOf(groupId);
  const { accountId } = myself;
  expect(!before.some(member => member.accountId === accountId), 'the account not to be a member yet');
  await jira.groups.addUserToGroup({ groupId, accountId });
  expect((await membersOf(groupId)).some(member => member.accountId === accountId), 'the new member to be listed');
  console.log(`added to ${groupName}: ${myself.displayName}`);
  await jira.groups.removeUserFromGroup({ groupId, accountId });
  expect((await membersOf(groupId)).length === before.length, 'the member to be gone');
  console.log(`removed from ${groupName}: ${myself.displayName}`);
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
