// The only style sheet of the page; its hash is in the page's Content Security Policy.
export const STYLE = `
:root{color-scheme:light dark;--bg:#fbfaf8;--card:#fff;--fg:#1c1e22;--muted:#5d6370;--line:#dcdad4;--bad:#b3261e;--badbg:#fdeceb;--warn:#8a5a00;--warnbg:#fdf3dc;--ok:#1a6e43;--okbg:#e6f4ec;--code:#f3f2ee;--accent:#1f5fa8}
@media (prefers-color-scheme:dark){:root{--bg:#14161a;--card:#1c1f25;--fg:#e8e6e1;--muted:#a0a6b3;--line:#343a44;--bad:#ff8a80;--badbg:#3a1d1c;--warn:#f0c060;--warnbg:#352a12;--ok:#7fd3a3;--okbg:#17301f;--code:#242830;--accent:#8bbcf5}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:62rem;margin:0 auto;padding:1.25rem 1.25rem 0}
header{padding-top:2rem}
footer{padding-bottom:3rem;color:var(--muted);font-size:.85rem}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0 .75rem;text-wrap:pretty}
h2{font-size:1.15rem;margin:2.25rem 0 .75rem;padding-bottom:.35rem;border-bottom:1px solid var(--line)}
h3{font-size:1.05rem;line-height:1.35;margin:0 0 .5rem}
h4{font-size:.95rem;margin:1rem 0 .35rem}
p{margin:.5rem 0}
a{color:var(--accent)}
a:focus-visible,button:focus-visible,select:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:1}
.facts{display:flex;flex-wrap:wrap;gap:.35rem 1.25rem;margin:0;color:var(--muted);font-size:.9rem}
.facts div{display:flex;gap:.35rem}.facts dd{margin:0;color:var(--fg)}
.chip{display:inline-block;padding:.05rem .6rem;border-radius:1rem;border:1px solid currentColor;font-size:.8rem;font-weight:600;margin-right:.4rem}
.bad{color:var(--bad);background:var(--badbg)}.warn{color:var(--warn);background:var(--warnbg)}.ok{color:var(--ok);background:var(--okbg)}.plain{color:var(--muted)}
article{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--warn);border-radius:6px;padding:1rem 1.15rem;margin:0 0 1rem}
article.error{border-left-color:var(--bad)}
article.info{border-left-color:var(--line)}
.meta{color:var(--muted);font-size:.88rem;margin:.25rem 0 .75rem}
code,pre,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.86em}
code{background:var(--code);padding:.08em .3em;border-radius:3px}
pre{background:var(--code);border:1px solid var(--line);border-radius:4px;padding:.6rem .8rem;margin:.4rem 0;overflow-x:auto;overflow-wrap:normal;white-space:pre}
pre code{background:none;padding:0}
table{border-collapse:collapse;width:100%;font-size:.9rem;overflow-wrap:break-word}
caption{text-align:left;padding-bottom:.35rem}
h4 .plain{font-weight:400}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line)}
th{color:var(--muted);font-weight:600;font-size:.82rem}
th button{all:unset;cursor:pointer;color:inherit}
th button::after{content:" \\2195";opacity:.6}
th[aria-sort=ascending] button::after{content:" \\2191";opacity:1}
th[aria-sort=descending] button::after{content:" \\2193";opacity:1}
td.num,th.num{text-align:right;padding-right:1rem;font-variant-numeric:tabular-nums;white-space:nowrap}
details{margin:.75rem 0 0}
summary{cursor:pointer;color:var(--muted);font-size:.9rem;font-weight:600}
ul,ol{margin:.4rem 0;padding-left:1.4rem}
.topics{color:var(--muted);font-size:.9rem}
.scroll{overflow-x:auto;padding-bottom:.25rem}
figure{margin:0 0 1rem}
figcaption{color:var(--muted);font-size:.85rem;margin-top:.35rem}
svg{display:block;height:auto;max-width:none}
svg text{fill:var(--fg);font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
svg .mono{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
svg .small{font-size:11px;fill:var(--muted)}
svg .muted{fill:var(--muted)}
svg .strong{font-weight:700}
svg .badtext{fill:var(--bad)}svg .warntext{fill:var(--warn)}
svg .box{fill:var(--card);stroke:var(--line);stroke-width:1.25}
svg .open{stroke:var(--ok)}
svg .broken{fill:var(--badbg);stroke:var(--bad);stroke-width:2.5}
svg .unknown{stroke:var(--muted);stroke-dasharray:4 3}
svg .edge{fill:none;stroke:var(--ok);stroke-width:2}
svg .edge.lost{stroke:var(--muted);stroke-dasharray:4 4}
svg .dot{fill:var(--card);stroke:var(--muted);stroke-width:2}
svg .dot.passed{fill:var(--okbg);stroke:var(--ok)}
svg .dot.here{fill:var(--badbg);stroke:var(--bad);stroke-width:3}
svg .tick{fill:none;stroke:var(--ok);stroke-width:2.5}
svg .bar{fill:var(--bad);opacity:.75}
.bar-cell svg{width:100%;max-width:16rem}
.filter{margin:.25rem 0 .75rem}
select{font:inherit;padding:.15rem .4rem;background:var(--card);color:var(--fg);border:1px solid var(--line);border-radius:4px}
[hidden]{display:none!important}
@media (max-width:40rem){body{font-size:15px}h1{font-size:1.3rem}}
@media print{:root{--bg:#fff;--card:#fff;--fg:#000;--muted:#444;--line:#bbb;--code:#f6f6f6;--bad:#a00;--badbg:#fff;--warnbg:#fff;--okbg:#fff;--ok:#060;--warn:#640;--accent:#000}body{font-size:10.5pt}header,main,footer{max-width:none;padding-left:0;padding-right:0}article,figure,tr{break-inside:avoid}pre{white-space:pre-wrap;overflow-wrap:anywhere}.scroll{overflow:visible}svg{max-width:100%}.filter,.skip,th button::after{display:none}details::details-content{content-visibility:visible;display:block;height:auto}}
`;
