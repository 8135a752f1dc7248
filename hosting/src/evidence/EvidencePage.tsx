import { Anchor, Group, NativeSelect, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { type Evidence, matchesSearch } from "@parindex/core";
import { useState } from "react";
import { setQuery, useAddress } from "../shell/route.ts";
import { t } from "../text/text.ts";
import type { UnitFile } from "../unit/useUnitFile.ts";
import { searched } from "./EvidencePanel.tsx";
import { EvidenceRow } from "./EvidenceRow.tsx";
import styles from "./evidence.module.css";
import { EVIDENCE_KINDS, kindOf } from "./kinds.ts";
import { ViewerDialog } from "./ViewerDialog.tsx";

const FIELD = "linh-vuc";
const KIND = "loai";

const isUnused = ({ leaves }: Evidence) => Object.keys(leaves).length === 0;

/** All evidence of the unit: found whatever its tone marks, each piece with the leaves it serves. */
export default function EvidencePage({
  file,
  onOpenLeaf,
}: {
  file: UnitFile;
  onOpenLeaf: (leaf: string) => void;
}) {
  const [wanted, setWanted] = useState("");
  const [unused, setUnused] = useState(false);
  const { searchParams } = useAddress();
  const field = searchParams.get(FIELD) ?? "";
  const kind = searchParams.get(KIND) ?? "";
  const [viewed, setViewed] = useState<{ evidence: Evidence; where: string } | null>(null);
  const all = file.desk.evidence ?? [];
  if (all.length === 0) return <Text className="soft">{t("noEvidenceUnit")}</Text>;
  const codeOf = (leaf: string) => file.shownSet?.leaves.get(leaf)?.code ?? leaf;
  const found = all
    .filter(
      ({ data }) =>
        (!unused || isUnused(data)) &&
        (field === "" || data.fields.includes(field)) &&
        (kind === "" || kindOf(data) === kind) &&
        matchesSearch(searched(data), wanted),
    )
    .toSorted((a, b) => b.data.at.getTime() - a.data.at.getTime());
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <TextInput
          label={t("evidenceSearch")}
          type="search"
          value={wanted}
          flex="1 1 16rem"
          maw="30rem"
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <NativeSelect
          label={t("field")}
          value={field}
          flex="1 1 12rem"
          maw="22rem"
          onChange={(event) => setQuery(FIELD, event.currentTarget.value || null)}
          data={[
            { value: "", label: t("anyField") },
            ...(file.shownSet?.set.fields ?? []).map(({ id, code, name }) => ({
              value: id,
              label: `${code}. ${name}`,
            })),
          ]}
        />
        <NativeSelect
          label={t("evidenceKind")}
          value={kind}
          onChange={(event) => setQuery(KIND, event.currentTarget.value || null)}
          data={[
            { value: "", label: t("anyKind") },
            ...Object.entries(EVIDENCE_KINDS).map(([value, text]) => ({ value, label: t(text) })),
          ]}
        />
      </Group>
      <SegmentedControl
        size="xs"
        value={unused ? "unused" : "all"}
        onChange={(value) => setUnused(value === "unused")}
        aria-label={t("state")}
        data={[
          { value: "all", label: t("allEvidence", { n: all.length }) },
          { value: "unused", label: t("onlyUnused", { n: all.filter(({ data }) => isUnused(data)).length }) },
        ]}
        style={{ alignSelf: "flex-start" }}
      />
      {found.length === 0 && <Text size="sm">{t("evidenceNotFound")}</Text>}
      <ul className={styles.list}>
        {found.map(({ id, data }) => (
          <EvidenceRow key={id} evidence={data} onOpen={() => setViewed({ evidence: data, where: "" })}>
            <div className={styles.soft}>
              {isUnused(data)
                ? t("unused")
                : Object.entries(data.leaves).map(([leaf, where]) => (
                    <Anchor
                      key={leaf}
                      component="button"
                      type="button"
                      size="xs"
                      mr="sm"
                      onClick={() => onOpenLeaf(leaf)}
                    >
                      {codeOf(leaf)}
                      {where !== "" && ` (${where})`}
                    </Anchor>
                  ))}
            </div>
          </EvidenceRow>
        ))}
      </ul>
      <ViewerDialog shown={viewed} onClose={() => setViewed(null)} />
    </Stack>
  );
}
