import type { ReactNode } from "react";
import { DOCUMENT_LOOK } from "@/components/badges/account";
import { CodeBlock } from "@/components/ui/code-block";
import { Id } from "@/components/ui/id";
import { Notice } from "@/components/ui/notice";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { AccountView, DocumentView } from "@/lib/accounts/views";
import { t } from "@/messages/translate";

interface SessionDocumentProps {
  account: AccountView;
  /** Orders the document in a region; for those where it is neither there nor on its way. */
  order: (region: string, document: DocumentView) => ReactNode;
}

const ORDERABLE: ReadonlySet<string> = new Set(["unknown", "missing", "failed"]);

/** The session document of an account: the one in use, the one that the settings ask for, region by region. */
export function SessionDocument({ account, order }: SessionDocumentProps) {
  const [first] = account.regions;
  if (!first) return null;
  const isSame = first.inUse.name === first.expected.name;
  return (
    <section aria-label={account.name} className="grid min-w-0 gap-3">
      <h3 className="font-medium text-sm">
        <bdi>{account.name}</bdi>
      </h3>
      {isSame ? (
        <p className="text-soft">{t("settings.document.same")}</p>
      ) : (
        <Notice tone="amber">
          {t("settings.document.other", { account: account.name, name: first.expected.name })}
        </Notice>
      )}
      {!isSame && (
        <Documents label={t("settings.document.inUse")} account={account} pick={({ inUse }) => inUse} />
      )}
      <Documents
        label={isSame ? t("settings.document.inUse") : t("settings.document.expected")}
        account={account}
        pick={({ expected }) => expected}
        order={account.canCreateDocuments ? order : undefined}
      />
      {!account.canCreateDocuments && <p className="text-soft">{t("settings.document.noAuthor")}</p>}
      <details>
        <summary className="min-h-10 cursor-pointer py-2 text-soft text-sm">
          {t("settings.document.content")}
        </summary>
        <CodeBlock label={first.expected.name} code={account.documentContent} />
      </details>
    </section>
  );
}

interface DocumentsProps {
  label: string;
  account: AccountView;
  pick: (region: AccountView["regions"][number]) => DocumentView;
  order?: SessionDocumentProps["order"] | undefined;
}

function Documents({ label, account, pick, order }: DocumentsProps) {
  const [first] = account.regions;
  return (
    <div className="min-w-0">
      <p className="mb-1 flex flex-wrap items-baseline gap-x-2">
        <span className="text-soft text-sm">{label}</span>
        {first && <Id id={pick(first).name} isCopyable isWhole />}
      </p>
      <ul className="divide-y divide-line border-line border-y">
        {account.regions.map((region) => {
          const document = pick(region);
          return (
            <li
              key={region.region}
              className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 px-2 py-1.5"
            >
              <span className="min-w-24">{region.region}</span>
              <StateBadge look={DOCUMENT_LOOK[document.state]} as="plain" />
              {document.checkedAt && <Time at={document.checkedAt} className="text-faint text-sm" />}
              {order && ORDERABLE.has(document.state) && (
                <span className="ml-auto">{order(region.region, document)}</span>
              )}
              {document.detail !== null && (
                <bdi className="w-full break-all font-mono text-red text-xs">{document.detail}</bdi>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
