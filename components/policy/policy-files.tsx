import { CodeBlock } from "@/components/ui/code-block";
import type { PolicyFile } from "@/lib/policy/text/problems";

/** Rules as they stand in their files. */
export function PolicyFiles({ files }: { files: readonly PolicyFile[] }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {files.map(({ name, text }) => (
        <CodeBlock key={name} label={name} code={text} />
      ))}
    </div>
  );
}
