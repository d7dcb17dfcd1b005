/** The looks of the page, light and dark, wide and narrow. */

/** Forms of weights keep their hue in both; heat goes from the ground's side to red. */
const COLOURS = {
  light: `--ground:#fbfbfa;--card:#fff;--ink:#1d2127;--soft:#5b6470;--line:#dfe2e6;--link:#0b5cad;--focus:#0b5cad;
--before:#9aa4b1;--after:#2667c9;--measured:#b4530f;--area:#2667c9;--bound:#b4530f;--planned:#1d2127;
--h0:#d9e6f7;--h1:#9cc3ee;--h2:#f2c46d;--h3:#e88a3a;--h4:#c5303a;--hn:#c9ced4;--ink-h2:#1d2127;--ink-h4:#fff;
--fp32:#8a3ffc;--fp16:#2667c9;--int8:#12806a;--int4:#6a9a12;--pal6:#c07b0a;--pal4:#c5303a;--sparse:#a33d8f;--other:#9aa4b1;
--bad:#b3261e;--warn:#8a5a00;--good:#12603f`,
  dark: `--ground:#14171b;--card:#1c2026;--ink:#e6e9ed;--soft:#a3adb9;--line:#343a43;--link:#7db4f5;--focus:#7db4f5;
--before:#7d8896;--after:#5b9bf3;--measured:#f0a05a;--area:#5b9bf3;--bound:#f0a05a;--planned:#e6e9ed;
--h0:#27405f;--h1:#3f76b5;--h2:#a98432;--h3:#d07a33;--h4:#ef5d5d;--hn:#4a525d;--ink-h2:#14171b;--ink-h4:#14171b;
--fp32:#b18cff;--fp16:#5b9bf3;--int8:#36b89b;--int4:#a5cf4d;--pal6:#e8ab45;--pal4:#ef6b6b;--sparse:#d67cc4;--other:#7d8896;
--bad:#ff8a80;--warn:#f0b95a;--good:#6fd3a3`,
} as const;

const LAYOUT = `*{box-sizing:border-box}html{scroll-behavior:smooth;scroll-padding-top:3.5rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main,header{max-width:1180px;margin:0 auto;padding:0 16px}header{padding-top:28px}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 4px;overflow-wrap:anywhere}h2{font-size:1.35rem;margin:36px 0 8px;padding-top:12px;border-top:3px solid var(--ink)}
h3{font-size:1.12rem;margin:0 0 10px}h4{font-size:.95rem;margin:18px 0 6px}p{margin:6px 0;max-width:80ch}a{color:var(--link)}
small,.note{color:var(--soft);font-size:.87rem}bdi,code,pre{overflow-wrap:anywhere}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.86em}
pre{background:var(--ground);border:1px solid var(--line);border-radius:8px;padding:10px 12px;white-space:pre-wrap;max-height:22rem;overflow:auto}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:18px;margin:14px 0}
nav{position:sticky;top:0;z-index:2;background:var(--ground);border-bottom:1px solid var(--line)}
nav ul{display:flex;gap:4px 14px;overflow-x:auto;list-style:none;max-width:1180px;margin:0 auto;padding:9px 16px;white-space:nowrap;font-size:.9rem}@media (min-width:900px){nav ul{flex-wrap:wrap}}
.skip-link{position:absolute;left:-999px}.skip-link:focus{left:8px;top:8px;background:var(--card);padding:6px 10px;z-index:3}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.facts{display:flex;flex-wrap:wrap;gap:2px 18px;margin:6px 0 14px;color:var(--soft);font-size:.9rem;overflow-wrap:anywhere}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:8px 28px}figure{margin:0}figcaption{font-weight:600;margin-bottom:6px}
.scroll{overflow-x:auto}`;

const PARTS = `.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(132px,1fr));gap:8px;margin:0 0 10px}
.tiles div{border:1px solid var(--line);border-radius:10px;padding:10px 12px}.tiles dt{color:var(--soft);font-size:.85rem}.tiles dd{margin:2px 0 0}
.tiles strong{font-size:1.2rem;line-height:1.25;display:block;font-weight:650}.tiles .from{color:var(--soft);font-size:.88rem}.tiles small{display:block}
.map{width:100%;max-width:540px;height:auto;display:block}.map text{font:9.5px system-ui,sans-serif;fill:var(--ink)}.map .stage{fill:var(--soft);font-size:8.5px}.map a{cursor:pointer}.map a:hover rect,.map a:focus rect{stroke:var(--ink);stroke-width:1.5}
.skip{stroke:var(--soft);stroke-dasharray:4 4;fill:none}.gone{fill:none;stroke:var(--soft);stroke-dasharray:2 2}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;margin:8px 0;padding:0;font-size:.87rem}.legend i{display:inline-block;width:14px;height:12px;border-radius:3px;margin-right:6px;vertical-align:-1px}
.blocks{margin-top:12px;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:0 28px}.blocks details[open]{grid-column:1/-1}.blocks details{border-bottom:1px solid var(--line)}.blocks summary{display:flex;flex-wrap:wrap;gap:2px 10px;align-items:baseline;padding:5px 0}.blocks .counts{margin-left:auto;font-variant-numeric:tabular-nums;color:var(--soft);font-size:.88rem}
summary{cursor:pointer}.blocks summary::before{content:"▸";color:var(--soft)}.blocks details[open]>summary::before{content:"▾"}details:target>summary{background:var(--h0)}
.chips{display:flex;flex-wrap:wrap;gap:4px;list-style:none;padding:0;margin:4px 0 8px}.chips li{border:1px solid var(--line);border-radius:999px;padding:0 8px;font-size:.82rem}.chips b{margin-left:6px;font-variant-numeric:tabular-nums}
table{border-collapse:collapse;width:100%;font-size:.88rem;margin:6px 0}caption{text-align:left;font-weight:600;padding:6px 0}th,td{text-align:left;padding:4px 10px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}thead th{color:var(--soft);font-weight:500;white-space:nowrap}tbody th{font-weight:500}
.bars td:not(.wide){white-space:nowrap;font-variant-numeric:tabular-nums}.bars tbody th{min-width:11rem;max-width:24rem}.wide{width:34%;min-width:190px}.few .wide{width:72%}
.bar{display:flex;align-items:center;gap:8px;min-height:1.1rem;line-height:1.15}.track{flex:1;height:9px}.track i{display:block;height:100%;border-radius:2px;min-width:1px}.value{flex:0 0 5.2rem;font-variant-numeric:tabular-nums;white-space:nowrap}
.strips{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,330px),1fr));gap:3px 24px;margin:10px 0}.strip{display:flex;gap:10px;align-items:flex-end}.strip .name{flex:0 0 7rem;font-size:.84rem;text-align:right;overflow-wrap:anywhere}.cells{display:flex;flex-wrap:wrap;gap:2px;align-items:flex-end;min-height:14px;border-bottom:1px solid var(--line);flex:1}.cells i{display:block;width:13px;border-radius:2px 2px 0 0}
.still,td:first-child>b{white-space:nowrap}.dot{display:inline-block;width:10px;height:10px;border-radius:50%;margin-right:6px}
.heat tbody th{min-width:9rem}.heat caption{max-width:calc(100vw - 4rem)}.heat td{text-align:right;font-variant-numeric:tabular-nums;border:2px solid var(--card);padding:2px 8px;color:var(--ink)}.heat td.h-2,.heat td.h-3{color:var(--ink-h2)}.heat td.h-4{color:var(--ink-h4)}.heat td.chosen{outline:2px solid var(--ink);outline-offset:-2px}
.chart{display:grid;grid-template-columns:auto 1fr;gap:2px 8px;margin:6px 0}.chart svg{width:100%;height:220px;display:block}.chart .y{display:flex;flex-direction:column;justify-content:space-between;text-align:right;font-size:.78rem;color:var(--soft);font-variant-numeric:tabular-nums;margin:-8px 0}.chart .x{grid-column:2;display:flex;justify-content:space-between;font-size:.78rem;color:var(--soft)}
.chart line{vector-effect:non-scaling-stroke;stroke-width:1.5}.chart .grid{stroke:var(--line);stroke-width:1}.chart path.area{fill:var(--area);fill-opacity:.28;stroke:var(--area);vector-effect:non-scaling-stroke}.chart .bound{stroke:var(--bound)}.chart .planned{stroke:var(--planned);stroke-dasharray:5 4}.chart .mark{stroke:var(--h4);stroke-dasharray:2 3}
.notes{padding-left:0;list-style:none}.notes li{border-left:4px solid var(--line);padding:2px 0 2px 10px;margin:8px 0;overflow-wrap:anywhere}.notes .warning{border-color:var(--warn)}.notes .error{border-color:var(--bad)}.notes .note{border-color:var(--after);color:inherit;font-size:inherit}
.warning>b,p.warning{color:var(--warn)}.error>b{color:var(--bad)}.source{border:1px solid currentColor;border-radius:999px;padding:0 8px;font-size:.8rem}.documented,.source.measured{color:var(--good);background:none}.source.estimated{color:var(--warn);background:none}
footer{max-width:1180px;margin:0 auto;padding:10px 16px 40px;color:var(--soft);font-size:.85rem}
@media (max-width:640px){section{padding:14px 12px}.scroll table:has(th:nth-child(5)){min-width:40rem}.scroll tr>:first-child{min-width:6.5rem}.strip .name{flex:0 0 5.6rem}.cells i{width:9px}.wide,.few .wide{width:auto}.bars tbody th{min-width:6.5rem;max-width:9.5rem}.chart svg{height:170px}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media print{nav,.skip-link{display:none}section{break-inside:avoid-page}}`;

/** Swatches, cells and bars take their colour as ground, shapes of drawings as fill. */
function tones(): string {
  const named = ['before', 'after', 'measured', 'area', 'bound', 'planned'].map(
    (tone) => [tone, tone] as const,
  );
  const forms = ['fp32', 'fp16', 'int8', 'int4', 'pal6', 'pal4', 'sparse', 'other'].map(
    (form) => [`f-${form}`, form] as const,
  );
  const heat = [0, 1, 2, 3, 4, 'n'].map(
    (step) => [step === 'n' ? 'h-none' : `h-${step}`, `h${step}`] as const,
  );
  const all = [
    ...named,
    ...forms,
    ...heat,
    ['estimated', 'after'] as const,
    ['mark', 'h4'] as const,
  ];
  return all
    .map(
      ([tone, colour]) =>
        `i.${tone},td.${tone}{background:var(--${colour})}rect.${tone}{fill:var(--${colour})}`,
    )
    .join('');
}

export const STYLE = `:root{color-scheme:light dark;${COLOURS.light}}@media (prefers-color-scheme:dark){:root{${COLOURS.dark}}}
${LAYOUT}
${PARTS}
${tones()}`;
