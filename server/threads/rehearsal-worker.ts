import { rehearse } from "@/lib/policy/rehearsal/rehearse";
import { answerSteps } from "./answer-steps";

/** Text that nobody approved is asked here, beside the thread that checks it: a rehearsal holds up no check. */
answerSteps(rehearse);
