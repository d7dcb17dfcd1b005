/** RESULTS.md: the latest report of each adapter, one after another. */

/** Puts `text` in the place of what is there for the adapter, or at the end. */
export function withResults(present: string, adapter: string, text: string): string {
  const sections = new Map<string, string>();
  for (const section of present.split(/^(?=<!-- \w+ -->$)/m)) {
    const [, name, body = ''] = /^<!-- (\w+) -->\n(.*)$/s.exec(section) ?? [];
    if (name !== undefined) sections.set(name, body.trim());
  }
  sections.set(adapter, text.trim());
  return Array.from(sections, ([name, body]) => `<!-- ${name} -->\n\n${body}\n`).join('\n');
}
