import { Title } from "@mantine/core";
import { lazy } from "react";
import { QueryTabs } from "../shell/QueryTabs.tsx";
import { t } from "../text/standing-body.ts";
import styles from "./admin.module.css";

const YearTab = lazy(() => import("./YearTab.tsx"));
const FilesTab = lazy(() => import("./FilesTab.tsx"));
const AnnouncementsTab = lazy(() => import("./AnnouncementsTab.tsx"));
const DifficultiesTab = lazy(() => import("./DifficultiesTab.tsx"));
const UnitsTab = lazy(() => import("./UnitsTab.tsx"));
const SetsTab = lazy(() => import("./SetsTab.tsx"));
const SchemesTab = lazy(() => import("./SchemesTab.tsx"));
const CostTab = lazy(() => import("./CostTab.tsx"));
const MembersTab = lazy(() => import("./MembersTab.tsx"));
const ResultTab = lazy(() => import("./ResultTab.tsx"));
const ReportsTab = lazy(() => import("../reports/ReportsTab.tsx"));
const AuditTab = lazy(() => import("./AuditTab.tsx"));
const HealthTab = lazy(() => import("../health/HealthTab.tsx"));

/** The standing body's desk: the year, the units' files, the result, and what was done. */
export default function AdminPage() {
  return (
    <div className={styles.page}>
      <Title order={1} size="h2" mb="xs">
        {t("adminTitle")}
      </Title>
      <QueryTabs
        label={t("adminTitle")}
        tabs={[
          { id: "tien-trinh", label: t("tabYear"), content: () => <YearTab /> },
          { id: "ho-so", label: t("tabFiles"), content: () => <FilesTab /> },
          { id: "thong-bao", label: t("announcements"), content: () => <AnnouncementsTab /> },
          { id: "vuong-mac", label: t("difficulties"), content: () => <DifficultiesTab /> },
          { id: "don-vi", label: t("tabUnits"), content: () => <UnitsTab /> },
          { id: "bo-tieu-chi", label: t("tabSets"), content: () => <SetsTab /> },
          { id: "thanh-vien", label: t("tabMembers"), content: () => <MembersTab /> },
          { id: "ket-qua", label: t("tabResult"), content: () => <ResultTab /> },
          { id: "bao-cao", label: t("tabReport"), content: () => <ReportsTab /> },
          { id: "du-toan", label: t("tabCost"), content: () => <CostTab /> },
          { id: "cap-duoi", label: t("tabSchemes"), content: () => <SchemesTab /> },
          { id: "nhat-ky", label: t("tabAudit"), content: () => <AuditTab /> },
          { id: "suc-khoe", label: t("tabHealth"), content: () => <HealthTab /> },
        ]}
      />
    </div>
  );
}
