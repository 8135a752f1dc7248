import { Tabs } from "@mantine/core";
import { type ReactNode, Suspense } from "react";
import { Loading } from "./Notice.tsx";
import { PartBoundary } from "./new-version.tsx";
import styles from "./QueryTabs.module.css";
import { setQuery, useAddress } from "./route.ts";

const TAB = "muc";

export interface QueryTab {
  /** What the address says of it. */
  id: string;
  label: string;
  content: () => ReactNode;
}

/** A page's tabs; the address keeps the open one. */
export function QueryTabs({ label, tabs }: { label: string; tabs: readonly QueryTab[] }) {
  const wanted = useAddress().searchParams.get(TAB);
  const open = tabs.find(({ id }) => id === wanted) ?? tabs[0];
  if (!open) return null;
  return (
    <Tabs value={open.id} onChange={(id) => setQuery(TAB, id)} keepMounted={false}>
      <Tabs.List aria-label={label} className={`${styles.list} no-print`}>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.id} value={tab.id}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.id} value={tab.id} pt="sm">
          <PartBoundary>
            <Suspense fallback={<Loading />}>{tab.content()}</Suspense>
          </PartBoundary>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
