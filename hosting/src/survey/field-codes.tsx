import { Alert, Button, CopyButton, Group, Modal, Stack, Text } from "@mantine/core";
import { codeAddress } from "@parindex/core";
import { useCallback, useEffect, useState } from "react";
import { downloadWorkbook } from "../setup/download-workbook.ts";
import { t } from "../text/survey-field.ts";
import { codeRows, type Issued, type IssuedCode } from "./field-issue.ts";
import { Slips } from "./field-slips.tsx";

/** How many slips are laid out for printing at once: a hundred pages. */
const PRINTED = 800;

interface CodesProps {
  issued: Issued;
  onClose: () => void;
}

/** Asks before codes that were not kept are lost: with the page, or by the browser's way back. */
function useWarning(isKept: boolean, ask: () => void) {
  useEffect(() => {
    if (isKept) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const stay = () => history.pushState(null, "", location.href);
    const back = () => {
      stay();
      ask();
    };
    // One step back then leads to this very page.
    stay();
    addEventListener("beforeunload", warn);
    addEventListener("popstate", back);
    return () => {
      removeEventListener("beforeunload", warn);
      removeEventListener("popstate", back);
    };
  }, [isKept, ask]);
}

/** The codes of an issue, to print or keep: they are shown this once, and the dialog says so before it closes. */
export function Codes({ issued, onClose }: CodesProps) {
  const [isFiled, setFiled] = useState(false);
  const [printed, setPrinted] = useState<ReadonlySet<number>>(new Set());
  const [asked, setAsked] = useState(false);
  const [printing, setPrinting] = useState<readonly IssuedCode[] | null>(null);
  const { codes, kind, said, broken } = issued;
  // A portion that was printed is not all of them.
  const isKept = isFiled || codes.every(({ number }) => printed.has(number));
  useWarning(
    isKept,
    useCallback(() => setAsked(true), []),
  );
  useEffect(() => {
    if (!printing) return;
    print();
    setPrinted((before) => new Set([...before, ...printing.map(({ number }) => number)]));
  }, [printing]);
  const close = () => (isKept ? onClose() : setAsked(true));
  const portions = Array.from({ length: Math.ceil(codes.length / PRINTED) }, (_, at) =>
    codes.slice(at * PRINTED, (at + 1) * PRINTED),
  );
  const [only] = kind === "open" ? codes : [];
  const link = only && codeAddress(location.origin, only.code);
  return (
    <Modal
      opened
      onClose={close}
      title={t("codesTitle")}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("close") }}
      styles={{ title: { fontWeight: 650 } }}
    >
      <Stack gap="sm">
        <Alert color="yellow" variant="light">
          {t("codesOnce", { n: codes.length })}
        </Alert>
        {broken && (
          <Alert color="red" variant="light" role="alert">
            {broken}
          </Alert>
        )}
        {said !== "" && <Text size="sm">{said}</Text>}
        {link && (
          <Group gap="sm">
            <Text size="sm" ff="monospace" style={{ overflowWrap: "anywhere" }}>
              {link}
            </Text>
            <CopyButton value={link}>
              {({ copied, copy }) => (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => {
                    copy();
                    setFiled(true);
                  }}
                >
                  {t(copied ? "codesCopied" : "codesCopy")}
                </Button>
              )}
            </CopyButton>
          </Group>
        )}
        {kind === "slips" && <Text size="sm">{t("codesPrintHint")}</Text>}
        <Group gap="sm">
          {(kind === "slips" || kind === "open") &&
            portions.map((portion) => (
              <Button key={portion[0]?.number} onClick={() => setPrinting([...portion])}>
                {t("codesPrint", {
                  from: String(portion[0]?.number ?? 0),
                  to: String(portion.at(-1)?.number ?? 0),
                })}
              </Button>
            ))}
          <Button
            variant={kind === "slips" ? "default" : "filled"}
            onClick={() =>
              void downloadWorkbook(
                `phieu-moi-${codes[0]?.number}-${codes.at(-1)?.number}.xlsx`,
                t("codesTitle"),
                codeRows(issued),
                codeRows(issued)[0]?.map(() => 26) ?? [],
              ).then(() => setFiled(true))
            }
          >
            {t("codesExcel")}
          </Button>
        </Group>
        {isKept && (
          <Text size="sm" role="status">
            {t("codesKept")}
          </Text>
        )}
        {asked && !isKept ? (
          <Alert color="red" variant="light" role="alert">
            <Text size="sm" mb="xs">
              {t("codesCloseSure", { n: codes.length })}
            </Text>
            <Group gap="sm">
              <Button variant="default" onClick={() => setAsked(false)}>
                {t("codesBack")}
              </Button>
              <Button color="red.8" onClick={onClose}>
                {t("codesCloseAnyway")}
              </Button>
            </Group>
          </Alert>
        ) : (
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("codesClose")}
            </Button>
          </Group>
        )}
      </Stack>
      {printing && <Slips issued={issued} codes={printing} />}
    </Modal>
  );
}
