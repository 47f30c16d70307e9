import { describe, expect, it } from "vitest";
import { addressGuard } from "./addresses";

describe("an address", () => {
  it.each([
    ...["127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
    ...["169.254.169.254", "100.64.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "192.0.0.8"],
    ...["::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::7f00:1"],
    ...["64:ff9b::7f00:1", "2002:7f00:1::", "fc00::1", "fd00:ec2::254", "fe80::1", "ff02::1"],
    ...["localhost", "", "1.2.3", "8.8.8.8.8"],
  ])("%j is not called", (address) => {
    expect(addressGuard([])(address)).toBe(false);
  });

  it.each(["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])(
    "%j is",
    (address) => {
      expect(addressGuard([])(address)).toBe(true);
    },
  );
});

it("the settings allow what they name, and nothing beside it", () => {
  const isAllowed = addressGuard(["10.20.0.0/16", "127.0.0.1", "fd12::/16"]);
  for (const address of ["10.20.3.4", "127.0.0.1", "fd12::5", "8.8.8.8"])
    expect.soft(isAllowed(address)).toBe(true);
  for (const address of ["10.21.0.1", "127.0.0.2", "fd13::5", "::1"])
    expect.soft(isAllowed(address)).toBe(false);
});
