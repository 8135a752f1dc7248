import { AnnouncementList } from "../shared-lists/AnnouncementList.tsx";
import { DifficultyList } from "../shared-lists/DifficultyList.tsx";

/** What the standing body told everyone, and what units asked it. */
export default function News({ unitId }: { unitId: string | null }) {
  return (
    <>
      <AnnouncementList />
      <DifficultyList unitId={unitId} />
    </>
  );
}
