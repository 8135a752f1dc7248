import { Group, Text, Title } from "@mantine/core";
import { LanguageButton } from "../shell/LanguageButton.tsx";

/** What a page before the sign-in is for, in either language. */
export const PageHead = ({ title, lead }: { title: string; lead: string }) => (
  <div>
    <Group justify="space-between" wrap="nowrap">
      <Title order={1} size="h2">
        {title}
      </Title>
      <LanguageButton />
    </Group>
    <Text className="soft" size="sm">
      {lead}
    </Text>
  </div>
);
