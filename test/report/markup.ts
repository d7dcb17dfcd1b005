/** Reads the markup of a report's page as far as the tests need it. */

const PART =
  /<(section|h[1-4]|figure|svg|caption|summary|title)\b[^<>]*?(?:(?:\sid|\saria-label)="([^"]*)"[^<>]*)?>([^<]*)/g;

/** Sections with their headings, pictures and tables, in order; figures left out. */
export function parts(page: string): string {
  const lines = Array.from(page.matchAll(PART), ([, tag = '', name = '', text = '']) =>
    [tag, name, text.replace(/\s+/g, ' ').trim()].filter((word) => word !== '').join(' '),
  );
  return `${lines.join('\n').replace(/\d+(\.\d+)?/g, 'N')}\n`;
}

const TAGS =
  /^<(!doctype html|\/?(html|head|meta|title|style|body|a|header|nav|main|section|footer|h[1-4]|p|div|span|dl|dt|dd|strong|small|ul|li|i|b|bdi|br|code|pre|details|summary|figure|figcaption|table|caption|thead|tbody|tr|th|td|svg|desc|g|path|line|rect|text)\b[^<>]*)>$/;

/** Tags that the page does not draw itself, and those that load or run something. */
export function foreignTags(page: string): readonly string[] {
  const body = page.replace(/<style>[^]*<\/style>/, '');
  const tags = body.match(/<[^<>]*>?/g) ?? [];
  return tags.filter((tag) => {
    const bare = tag.replace(/"[^"]*"/g, '""');
    return !TAGS.test(bare) || /\s(on\w+|src)=/.test(bare);
  });
}
