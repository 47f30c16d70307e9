import { describe, expect, it } from "vitest";
import { addressBehind } from "./client-address";

type Case = [
  what: string,
  peer: string | undefined,
  forwardedFor: string | string[] | undefined,
  address: string,
];

describe("without a proxy of ours", () => {
  it.each<Case>([
    ["the peer is who asks", "203.0.113.9", undefined, "203.0.113.9"],
    ["what it says of itself counts for nothing", "203.0.113.9", "198.51.100.7", "203.0.113.9"],
    ["loopback is nobody special", "127.0.0.1", "198.51.100.7", "127.0.0.1"],
    ["IPv4 in IPv6 is IPv4", "::ffff:203.0.113.9", undefined, "203.0.113.9"],
    ["IPv6 is IPv6", "2001:db8::7", undefined, "2001:db8::7"],
    ["a socket that is gone has none", undefined, "198.51.100.7", "unknown"],
  ])("%s", (_what, peer, forwardedFor, address) => {
    expect(addressBehind({ peer, forwardedFor }, [])).toBe(address);
  });
});

describe("behind proxies of ours", () => {
  it.each<Case>([
    ["the one that it names is who asks", "127.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["a forged beginning counts for nothing", "127.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.9"],
    ["a forged line of its own counts for nothing", "::1", ["198.51.100.7", "203.0.113.9"], "203.0.113.9"],
    ["rubbish before it counts for nothing", "::1", "<script>,,, 203.0.113.9", "203.0.113.9"],
    ["a second proxy is passed by", "127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"],
    [
      "somebody between two proxies is who asks",
      "127.0.0.1",
      "203.0.113.9, 192.0.2.1, 10.1.2.3",
      "192.0.2.1",
    ],
    ["a port is left out", "127.0.0.1", "203.0.113.9:50123", "203.0.113.9"],
    ["a port of IPv6 is left out", "::ffff:127.0.0.1", "[2001:DB8::7]:443", "2001:db8::7"],
    ["without the header nobody is known", "127.0.0.1", undefined, "unknown"],
    ["with an empty header nobody is known", "127.0.0.1", " , ", "unknown"],
    ["with rubbish in it nobody is known", "127.0.0.1", "203.0.113.9, unknown", "unknown"],
    ["with half an address in it nobody is known", "127.0.0.1", "203.0.113", "unknown"],
    ["the proxy itself may ask", "127.0.0.1", "10.1.2.3", "10.1.2.3"],
    ["one that is not in the list is who asks", "10.9.0.1", "203.0.113.9", "10.9.0.1"],
  ])("%s", (_what, peer, forwardedFor, address) => {
    expect(addressBehind({ peer, forwardedFor }, ["loopback", "10.1.0.0/16"])).toBe(address);
  });
});
