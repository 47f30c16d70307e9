/** A user that every node has. On this computer they are all the same one: a home, a prompt and what the shims answer. */
interface NodeUser {
  name: string;
  uid: number;
  home: string;
  comment: string;
  /** What sudo lets the user run without a password. */
  sudo: "all" | "services" | "nothing";
}

/** The user that a session of Session Manager runs as, unless its document says otherwise. */
export const NODE_USER = "ssm-user";

export const NODE_USERS: readonly NodeUser[] = [
  { name: "root", uid: 0, home: "/root", comment: "root", sudo: "all" },
  { name: "ec2-user", uid: 1000, home: "/home/ec2-user", comment: "EC2 Default User", sudo: "all" },
  { name: NODE_USER, uid: 1001, home: "/home/ssm-user", comment: "", sudo: "all" },
  { name: "reader", uid: 1002, home: "/home/reader", comment: "Reads logs and settings", sudo: "nothing" },
  { name: "operator", uid: 1003, home: "/home/operator", comment: "Runs services", sudo: "services" },
  { name: "sudo", uid: 1004, home: "/home/sudo", comment: "May do everything", sudo: "all" },
];

/** Those that the seeded accounts name for sessions, least mighty first. */
export const OS_USERS: readonly string[] = ["reader", "operator", "sudo"];

export function hasNodeUser(name: string): boolean {
  return NODE_USERS.some((user) => user.name === name);
}

export const PASSWD = NODE_USERS.map(
  ({ name, uid, home, comment }) => `${name}:x:${uid}:${uid}:${comment}:${home}:/bin/bash\n`,
).join("");

export const GROUP = [
  "root:x:0:\n",
  "wheel:x:10:ec2-user,sudo\n",
  ...NODE_USERS.filter(({ uid }) => uid > 0).map(({ name, uid }) => `${name}:x:${uid}:\n`),
].join("");

/** Names of the users with this right, as a pattern of the shell's `case`. */
export function sudoersWith(right: NodeUser["sudo"]): string {
  return NODE_USERS.filter(({ sudo }) => sudo === right)
    .map(({ name }) => name)
    .join(" | ");
}
