import { CHECK_LOOK, DOCUMENT_LOOK, TEST_LOOK } from "@/components/badges/account";
import { OUTCOME_LOOK } from "@/components/badges/audit";
import { NODE_LOOK } from "@/components/badges/node";
import { REQUEST_LOOK } from "@/components/badges/request";
import { REQUEST_STAGE_LOOK } from "@/components/badges/request-stage";
import { VERDICT_LOOK } from "@/components/badges/review";
import { SESSION_LOOK } from "@/components/badges/session";
import { ClassBadge, ClassEdge } from "@/components/nodes/class-badge";
import { Initials } from "@/components/ui/initials";
import { PersonName } from "@/components/ui/person-name";
import { StateBadge, type StateLook } from "@/components/ui/state-badge";
import { Row } from "./row";

const LOOKS: Readonly<Record<string, Readonly<Record<string, StateLook>>>> = {
  ...{ node: NODE_LOOK, request: REQUEST_LOOK, "request with its access": REQUEST_STAGE_LOOK },
  ...{ session: SESSION_LOOK, verdict: VERDICT_LOOK, outcome: OUTCOME_LOOK },
  ...{ check: CHECK_LOOK, test: TEST_LOOK, document: DOCUMENT_LOOK },
};

const CLASSES = [
  { protection: "production", tier: "0" },
  { protection: "production", tier: "1" },
  { protection: "production", tier: undefined },
  { protection: "staging", tier: "2" },
] as const;

/** Classes of nodes, states of everything, people and machines. */
export function Badges() {
  return (
    <>
      {(["filled", "quiet", "head"] as const).map((as) => (
        <Row key={as} name={`class, ${as}`}>
          {CLASSES.map(({ protection, tier }) => (
            <ClassBadge key={`${protection}${tier}`} {...{ protection, tier, as }} />
          ))}
        </Row>
      ))}
      <Row name="edge">
        {CLASSES.map(({ protection, tier }) => (
          <ClassEdge
            key={`${protection}${tier}`}
            nodes={[{ protection, tags: tier === undefined ? {} : { Tier: tier } }]}
            className="h-9 w-[3px]"
          />
        ))}
      </Row>
      {Object.entries(LOOKS).map(([kind, looks]) => (
        <Row key={kind} name={kind}>
          {Object.entries(looks).map(([state, look]) => (
            <StateBadge key={state} look={look} />
          ))}
        </Row>
      ))}
      {(["plain", "row"] as const).map((as) => (
        <Row key={as} name={`request, ${as}`}>
          {Object.entries(REQUEST_LOOK).map(([state, look]) => (
            <StateBadge key={state} look={look} as={as} />
          ))}
        </Row>
      ))}
      <Row name="people and machines">
        <PersonName name="Ana Duarte" />
        <PersonName name="林怡君" />
        <Initials name="Ben Okafor" isBig />
        <Initials name="Gateway" as="machine" />
      </Row>
    </>
  );
}
