import type { PolicyProblem } from "@/lib/policy/text/problems";

/** What is wrong in which file and line, as whoever checked it wrote it. */
export function ProblemList({ title, problems }: { title: string; problems: readonly PolicyProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <div className="grid gap-1">
      <h3 className="font-medium text-sm">{title}</h3>
      <ol className="grid max-h-96 gap-1.5 overflow-auto text-sm">
        {problems.map((problem) => (
          <li
            key={`${problem.file}:${problem.line}:${problem.column}:${problem.message}`}
            className="grid gap-x-3 sm:grid-cols-[max-content_minmax(0,1fr)]"
          >
            <code className="font-mono text-soft text-xs leading-5">
              {problem.file === "" ? "–" : `${problem.file}:${problem.line}:${problem.column}`}
            </code>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <bdi>{problem.message}</bdi>
              {problem.help !== null && (
                <span className="block text-soft">
                  <bdi>{problem.help}</bdi>
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
