import { doWork } from "@/lib/recordings/terminal-work/terminal-work";
import { answerSteps } from "./answer-steps";

answerSteps(doWork);
