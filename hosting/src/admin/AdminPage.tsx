import { Title } from "@mantine/core";
import { QueryTabs } from "../shell/QueryTabs.tsx";
import { t } from "../text/text.ts";
import { AnnouncementsTab } from "./AnnouncementsTab.tsx";
import { AuditTab } from "./AuditTab.tsx";
import styles from "./admin.module.css";
import { DifficultiesTab } from "./DifficultiesTab.tsx";
import { FilesTab } from "./FilesTab.tsx";
import { MembersTab } from "./MembersTab.tsx";
import { ResultTab } from "./ResultTab.tsx";
import { SurveyTab } from "./SurveyTab.tsx";
import { YearTab } from "./YearTab.tsx";

/** The standing body's desk: the year, the units' files, the survey, the result, and what was done. */
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
          { id: "thanh-vien", label: t("tabMembers"), content: () => <MembersTab /> },
          { id: "dieu-tra", label: t("tabSurvey"), content: () => <SurveyTab /> },
          { id: "ket-qua", label: t("tabResult"), content: () => <ResultTab /> },
          { id: "nhat-ky", label: t("tabAudit"), content: () => <AuditTab /> },
        ]}
      />
    </div>
  );
}
