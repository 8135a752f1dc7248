import { NativeSelect, Text, Title } from "@mantine/core";
import {
  type Aspect,
  CriteriaSet,
  compareSets,
  formatPoints,
  type PlacedNode,
  paths,
  type SetDraft,
} from "@parindex/core";
import { useState } from "react";
import { dataOf, useCollection } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type TextKey, t } from "../text/standing-body.ts";
import styles from "./set-editor.module.css";

const ASPECT_TEXT: Record<Aspect, TextKey> = {
  parent: "aspectParent",
  order: "aspectOrder",
  name: "aspectName",
  code: "aspectCode",
  max: "aspectMax",
  step: "aspectStep",
  source: "aspectSource",
  rule: "aspectRule",
  lead: "aspectLead",
  evidence: "aspectEvidence",
};

const STORED = "stored";

const Node = ({ node }: { node: PlacedNode | null }) =>
  node && (
    <>
      <span className="soft">{node.code}</span> {node.name} ({formatPoints(node.max)})
    </>
  );

/** The draft beside another version: the stored one, another set, or last year's, node by node. */
export function Compare({
  draft,
  set,
  sets,
}: {
  draft: SetDraft;
  set: CriteriaSet;
  sets: ReadonlyMap<string, CriteriaSet>;
}) {
  const { scheme, period, periods } = useSession();
  const lastYear = periods.find((one) => one.period.year < period.year);
  const former = dataOf(
    useCollection(lastYear ? paths.criteriaSets(scheme, lastYear.id) : null, CriteriaSet),
  );
  const others = new Map<string, { label: string; set: CriteriaSet }>([
    [STORED, { label: set.name, set }],
    ...[...sets].flatMap(([id, one]): [string, { label: string; set: CriteriaSet }][] =>
      id === set.id ? [] : [[id, { label: one.name, set: one }]],
    ),
    ...(former ?? []).map(({ id, data }): [string, { label: string; set: CriteriaSet }] => [
      `before ${id}`,
      { label: `${lastYear?.period.year}: ${data.name}`, set: data },
    ]),
  ]);
  const [chosen, setChosen] = useState(STORED);
  const other = others.get(chosen)?.set ?? set;
  const { added, removed, changed } = compareSets(other, draft);
  const rows: { key: string; what: string; before: PlacedNode | null; after: PlacedNode | null }[] = [
    ...added.map((after) => ({ key: `a${after.id}`, what: t("cmpAdded"), before: null, after })),
    ...removed.map((before) => ({ key: `r${before.id}`, what: t("cmpRemoved"), before, after: null })),
    ...changed.map(({ before, after, aspects }) => ({
      key: `c${after.id}`,
      what: aspects.map((aspect) => t(ASPECT_TEXT[aspect])).join(", "),
      ...{ before, after },
    })),
  ];
  return (
    <section aria-labelledby="compare">
      <Title order={3} size="h5" id="compare" mt="lg">
        {t("compareWith")}
      </Title>
      <NativeSelect
        aria-labelledby="compare"
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={[...others].map(([value, { label }]) => ({ value, label }))}
      />
      {rows.length === 0 ? (
        <Text size="sm" className="soft" mt="xs">
          {t("compareNone")}
        </Text>
      ) : (
        <table className={styles.compare} aria-labelledby="compare">
          <thead>
            <tr>
              <th scope="col">{t("cmpChanged")}</th>
              <th scope="col">{others.get(chosen)?.label}</th>
              <th scope="col">{draft.name}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, what, before, after }) => (
              <tr key={key}>
                <th scope="row">{what}</th>
                <td>
                  <Node node={before} />
                </td>
                <td>
                  <Node node={after} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
