import { Markup } from './markup.js';

const CSS = `
:root{color-scheme:light dark;--paper:#fdfdfc;--sheet:#f5f4f1;--ink:#1d1c1a;--quiet:#5d5a54;--rule:#dedbd4;--link:#1f4f8f;--fail:#a3211f;--warn:#7d5200;--delay:#7d5200;--unknown:#5a4a94;--pass:#1d6a3c;--skip:#6a675f;--crash:#a3211f}
@media (prefers-color-scheme:dark){:root{--paper:#171716;--sheet:#21201f;--ink:#ebe9e5;--quiet:#aaa69d;--rule:#3b3936;--link:#9cc2f5;--fail:#ff9b93;--warn:#e6b660;--delay:#e6b660;--unknown:#bdb1f3;--pass:#85cfa0;--skip:#99958c;--crash:#ff9b93}}
*{box-sizing:border-box}
html{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;color:var(--ink);background:var(--paper);-webkit-text-size-adjust:100%}
body{max-width:62rem;margin:0 auto;padding:2.5rem 1.5rem 3rem;overflow-wrap:anywhere}
h1,h2,h3,h4,p,ul,ol,dl,table{margin:0}
h1{display:flex;align-items:center;gap:.9rem;font-size:clamp(1.9rem,1.4rem + 2.4vw,2.9rem);line-height:1.1;font-weight:650;letter-spacing:-.02em}
h1 .mark{width:1.05em;height:1.05em}
h2{font-size:1.3rem;line-height:1.3;font-weight:650;letter-spacing:-.01em;margin:3rem 0 .9rem}
h3,h4{font-size:1rem;line-height:1.45;font-weight:600}
section>h3{margin:2rem 0 .2rem}
p+p,ul+p,ol+p{margin-top:.5rem}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:2px solid var(--link);outline-offset:3px;border-radius:3px}
code{font:.84em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.quiet,.more{color:var(--quiet);font-size:.875rem}
.eyebrow{color:var(--quiet);font-size:.875rem;margin-bottom:1.4rem}
.lead{font-size:1.2rem;line-height:1.5;margin-top:.9rem;max-width:46rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.shapes{position:absolute}
.context{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.5rem;margin-top:1.6rem;padding-top:1.1rem;border-top:1px solid var(--rule);font-size:.9rem}
.context dt{color:var(--quiet)}
.context dd{grid-column:2;margin:0}
nav{margin-top:1.6rem;padding:1rem 1.25rem;background:var(--sheet);border-radius:8px}
nav p{font-weight:600;font-size:.9rem}
nav ul{list-style:none;padding:0;margin-top:.35rem;font-size:.9rem}
nav li{padding:.15rem 0}
.s-fail{--tone:var(--fail)}.s-warn{--tone:var(--warn)}.s-delay{--tone:var(--delay)}.s-unknown{--tone:var(--unknown)}.s-pass{--tone:var(--pass)}.s-skip{--tone:var(--skip)}.s-crash{--tone:var(--crash)}
.mark{flex:none;width:1.3rem;height:1.3rem;overflow:visible}
.face{fill:var(--paper);stroke:var(--tone);stroke-width:2}
.full{fill:var(--tone);stroke:var(--tone);stroke-width:2}
.ink{fill:none;stroke:var(--tone);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.cut{fill:none;stroke:var(--paper);stroke-width:2.4;stroke-linecap:round}
.word{color:var(--tone);font-weight:600;margin-right:.2em}
.tag{display:inline-block;font-size:.8rem;line-height:1.35;padding:.1rem .5rem;border:1px solid var(--rule);border-radius:5px;color:var(--quiet)}
.card{padding:1.15rem 1.25rem;border:1px solid var(--rule);border-left:4px solid var(--tone);border-radius:6px}
.card+.card,.card+.fold{margin-top:.9rem}
.card h3{display:flex;gap:.7rem}
.card h3 .mark{margin-top:.1rem}
.card>p,.card>ol,.card>ul{margin-top:.6rem}
.card>*:not(h3){margin-left:2rem}
.steps{padding-left:1.4rem}
.steps li{padding:.12rem 0 .12rem .2rem}
ol.steps>li::marker{font-weight:600;color:var(--quiet)}
.plain,.facts{list-style:none;padding:0}
section>ul:not(.plain){padding-left:1.2rem}
section>ul:not(.plain)>li{padding:.2rem 0}
summary{cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary::after{content:"";flex:none;width:.45rem;height:.45rem;margin:.5rem .3rem 0 auto;border:solid var(--quiet);border-width:0 1.5px 1.5px 0;transform:rotate(45deg)}
details[open]>summary::after{transform:rotate(225deg);margin-top:.75rem}
summary:hover{background:var(--sheet)}
.fold{margin-top:.8rem}
.fold>summary{display:flex;padding:.45rem .6rem;border:1px solid var(--rule);border-radius:6px;font-size:.9rem}
.fold>:not(summary){margin-top:.6rem}
.row,.line{border-bottom:1px solid var(--rule)}
.row>summary,.line{display:flex;gap:.7rem;padding:.6rem .2rem}
.row .body{padding:.1rem 0 1rem 2.2rem}
.body>*+*,.result>*+*{margin-top:.5rem}
.result+.result{padding-top:.6rem;border-top:1px solid var(--rule)}
table{width:100%;border-collapse:collapse;margin-top:.6rem}
td{padding:.55rem .2rem;border-bottom:1px solid var(--rule);vertical-align:top}
td:first-child{width:11.5rem;padding-right:1rem}
.verdict{display:inline-flex;gap:.5rem;align-items:center;color:var(--tone);font-weight:600;font-size:.9rem}
.email{border:1px solid var(--rule);border-radius:8px;margin-top:.9rem}
.email>summary{display:flex;padding:.8rem 1rem;border-radius:8px}
.email h4{flex:1;display:flex;flex-wrap:wrap;gap:.2rem .9rem}
.email .verdict{width:10.6rem}
.email .title{flex:1 1 16rem}
.email .way{padding:.2rem 1rem 1.2rem}
.way{scroll-margin-top:1rem}
.way:target{scroll-margin-top:5rem}
.road{display:block;width:100%;height:auto;margin:1.1rem 0 .4rem;font-size:12px}
.road text{text-anchor:middle;fill:var(--ink)}
.road .count{fill:var(--quiet);font-size:11px}
.road .stop{fill:var(--tone);font-weight:700;font-size:12.5px}
.road .beyond .name,.road .s-skip .name{fill:var(--quiet)}
.road .line{fill:none;stroke:var(--ink);stroke-width:3}
.road .line.beyond{stroke:var(--skip);stroke-dasharray:2 6;stroke-linecap:round}
.road .tip{fill:none;stroke:var(--quiet);stroke-width:1.5}
.road .halo{fill:var(--paper);stroke:var(--tone);stroke-width:2}
.gates{list-style:none;padding:0;margin-top:.8rem}
.gates>li{position:relative}
.gates>li::before{content:"";position:absolute;left:.78rem;top:0;bottom:0;border-left:2px solid var(--ink)}
.gates>li:first-child::before{top:1.1rem}
.gates>li:last-child::before{bottom:auto;height:1.1rem}
.gates>li.beyond::before{border-left:2px dashed var(--skip);opacity:.7}
.gates summary{display:flex;gap:.8rem;padding:.42rem .2rem;border-radius:6px}
.gates summary .mark{position:relative;margin-top:.1rem}
.gates .name{flex:none;width:14.5rem;font-size:.9rem;font-weight:600}
.gates .count{display:inline-block;min-width:1.5em;color:var(--quiet);font-weight:400;font-variant-numeric:tabular-nums}
.gates .said{font-size:.9rem}
.gates .s-pass .said,.gates .s-skip .said,.gates .beyond .said,.gates .beyond .name{color:var(--quiet)}
.gates .stop>details>summary{background:var(--sheet)}
.gates .body{margin-left:2.3rem;padding:.2rem 0 1rem;font-size:.925rem}
.facts li{padding:.1rem 0}
.totals{columns:2;column-gap:2rem;margin-top:.6rem}
.totals .line{break-inside:avoid}
.funnel{display:block;width:100%;height:auto;margin:1.4rem 0 .6rem;font-size:12.5px}
.funnel text{fill:var(--ink);font-variant-numeric:tabular-nums}
.funnel .name{text-anchor:end}
.funnel .row{fill:transparent}
.funnel .open{fill:var(--rule)}
.funnel .stopped{fill:var(--fail)}
.funnel a{text-decoration:none}
.funnel a:hover .row,.funnel a:focus-visible .row{fill:var(--sheet)}
.funnel a:hover .name{text-decoration:underline}
.stops{list-style:none;padding:0;margin-top:.8rem}
.stops summary{display:flex;gap:.8rem;padding:.42rem .2rem;border-radius:6px}
.stops .name{flex:1;font-size:.9rem;font-weight:600}
.stops .said{flex:none;font-size:.9rem}
.stops .body{margin-left:2.3rem;padding:.2rem 0 1rem;font-size:.925rem}
.stops .body:target{outline:2px solid var(--link);outline-offset:4px;border-radius:3px}
footer{margin-top:3.5rem;padding-top:1rem;border-top:1px solid var(--rule);color:var(--quiet);font-size:.85rem}
@media screen and (max-width:52rem){
body{padding:1.4rem 1rem 2rem}
.road,.funnel{display:none}
.totals{columns:1}
.context{display:block}
.context dd+dt{margin-top:.5rem}
.gates summary{display:grid;grid-template-columns:auto 1fr auto;column-gap:.7rem;row-gap:0}
.gates summary .mark{grid-row:1/3}
.gates .name{width:auto}
.gates .said{grid-column:2;grid-row:2}
.gates summary::after{grid-column:3;grid-row:1}
}
@media screen and (max-width:34rem){
h2{margin-top:2.4rem}
td,tr{display:block;border:0}
td:first-child{width:auto;padding:.6rem 0 0}
td+td{padding:.1rem 0 .6rem;border-bottom:1px solid var(--rule)}
.email .verdict{width:auto}
.card{padding:1rem}
.card>*:not(h3){margin-left:0}
.row .body{padding-left:0}
.gates .body{margin-left:2rem}
}
@media print{
:root{color-scheme:light;--paper:#fff;--sheet:#fff;--ink:#000;--quiet:#444;--rule:#bbb;--link:#000;--fail:#8f1513;--warn:#6b4600;--delay:#6b4600;--unknown:#4a3b85;--pass:#14562f;--skip:#555;--crash:#8f1513}
@page{margin:16mm 14mm}
html{font-size:10pt}
body{max-width:none;padding:0}
nav,summary::after{display:none}
a{text-decoration:none}
details::details-content{content-visibility:visible;display:block;block-size:auto}
.many .gates :is(.s-pass,.s-skip)>details:not([open])::details-content,.long:not([open])::details-content{content-visibility:hidden;display:none}
h2,h3,h4,summary,.legend{break-after:avoid}
.card,.road,.funnel,.result,.facts li,.steps li,tr,.line{break-inside:avoid}
.fold>summary{padding:0;border:0;font-weight:600}
td:first-child{width:14rem}
.email{border-width:1px 0 0;border-radius:0}
.email>summary,.email .way{padding-left:0;padding-right:0}
.road .name{font-size:13px}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;

/** The look of the page; the same in every report, so that the page can name its hash. */
export const STYLE = new Markup(CSS);

/** SHA-256 of the style in base64: the one style that the page's Content-Security-Policy lets in. A test compares them. */
export const STYLE_HASH = 'ThNSfYE+yrKyrXuDYisqyz8Q9ERS/cBplaNeft3fwAs=';
