/** How the folder is compiled again. */

import { html, shortened } from '../html.ts';
import { folded, note, plainTable } from './section.ts';
import { bytes } from '../draw/numbers.ts';
import type { Section, Subject } from './section.ts';

export function repeatSection({ target, prefix }: Subject): Section {
  const { command, compression, differences } = target.repeat;
  const files = target.files.map((file) => [shortened(file.path, 120), bytes(file.bytes)]);
  const body = html`<pre><code>${command}</code></pre>
    ${
      compression === null
        ? ''
        : html`<p>
              With these rules in <code>${target.name}.compress.json</code>, which lies beside this
              page:
            </p>
            <pre><code>${JSON.stringify(compression)}</code></pre>`
    }
    ${differences.length === 0 ? note('The compile was repeated in memory for this page and gave the figures of the manifest again.') : html`<p class="warning">The compile repeated in memory differs from the folder: ${differences.join('; ')}.</p>`}
    ${folded(`The ${files.length} files`, plainTable('Files of the artifact', ['file', 'size'], files))}`;
  return { id: `${prefix}repeat`, title: 'How to repeat it', short: 'Repeat', body };
}
