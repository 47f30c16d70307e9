import { describe, expect, it } from "vitest";
import { commandsOf } from "./commands";
import type { TranscriptLine } from "./transcript";

const line = (from: number, at: number, text: string, kind: TranscriptLine["kind"] = "output") => ({
  ...{ from, at, text, kind },
});

describe("the commands of a transcript", () => {
  it("stand with the second at which Enter was pressed, and how long the next prompt took", () => {
    expect(
      commandsOf([
        line(1, 4, "ssm-user@ip-10-0-3-17:~$ df -h"),
        line(4.1, 4.1, "Filesystem      Size  Used Avail Use% Mounted on"),
        line(4.5, 9, "ssm-user@ip-10-0-3-17:~$"),
        line(9, 12, "ssm-user@ip-10-0-3-17:~$ exit"),
      ]),
    ).toEqual([
      { at: 4, text: "df -h", seconds: 0.5 },
      { at: 12, text: "exit", seconds: undefined },
    ]);
  });

  it.each([
    ["sh-5.2$ whoami", "whoami"],
    ["[ec2-user@ip-10-0-0-1 ~]$ ls -l", "ls -l"],
    ["root@web:/var/log# tail -f x", "tail -f x"],
    ["(venv) ana@box:~/app$ python -V", "python -V"],
  ])("are read from %j", (text, command) => {
    expect(commandsOf([line(0, 1, text)]).map((one) => one.text)).toEqual([command]);
  });

  it.each(["mail from ana@example.test, 3 $ each", "$ ls", "# a comment", "user@host: no prompt"])(
    "are not read from %j",
    (text) => {
      expect(commandsOf([line(0, 1, text)])).toEqual([]);
    },
  );

  it("are read from what was printed only, and in no time however long it is", () => {
    expect(commandsOf([line(0, 1, "a@b:~$ ls", "mark")])).toEqual([]);
    const hostile = `a@${"b".repeat(4000)}:${"$".repeat(90)}`;
    expect(commandsOf(Array.from({ length: 20_000 }, () => line(0, 1, hostile)))).toEqual([]);
  });
});
