/** RESULTS.md: the latest report of each adapter, and of compiling the full UNet, one after another. */

/** Puts `text` in the place of the section of that name, or at the end. */
export function withResults(present: string, section: string, text: string): string {
  const sections = new Map<string, string>();
  for (const given of present.split(/^(?=<!-- \w+ -->$)/m)) {
    const [, name, body = ''] = /^<!-- (\w+) -->\n(.*)$/s.exec(given) ?? [];
    if (name !== undefined) sections.set(name, body.trim());
  }
  sections.set(section, text.trim());
  return Array.from(sections, ([name, body]) => `<!-- ${name} -->\n\n${body}\n`).join('\n');
}
