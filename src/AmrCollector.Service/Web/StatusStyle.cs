namespace AmrCollector.Service.Web;

/// <summary>The pages' only style sheet: no font, script or picture from anywhere.</summary>
internal static class StatusStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --ink: #1c2430; --faint: #5a6879; --paper: #f5f6f8; --card: #fff; --rule: #dfe4ea; --soft: #eef1f5; --link: #1d5fa8;
                --good: #1a7f4b; --watch: #985600; --bad: #b9232b; --bar: #7fa6cf; --held: #e0913a; --estimated: #b9c3cf;
                --full: #cfe9da; --near: #e3efd0; --some: #f7e3bf; --poor: #f4cfcc; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --faint: #9fabba; --paper: #12161c; --card: #1a2028; --rule: #2d3642; --soft: #232b35; --link: #86b7ec;
                --good: #4cc38a; --watch: #f0a94a; --bad: #ff8a8a; --bar: #4d7cae; --held: #e0913a; --estimated: #566372;
                --full: #1f4a35; --near: #3a4a22; --some: #55401a; --poor: #5a2a2a; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 0 1rem 3rem; max-width: 74rem; background: var(--paper); color: var(--ink);
               font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", sans-serif; }
        a { color: var(--link); text-underline-offset: .15em; }
        :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: .2rem; }
        .skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .4rem .8rem; z-index: 2; }
        header:not(.item header) { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem 1.4rem; padding: .9rem 0; border-bottom: 1px solid var(--rule); margin-bottom: 1.2rem; }
        header p { margin: 0; }
        .site a { font-weight: 650; color: var(--ink); text-decoration: none; }
        nav { display: flex; flex-wrap: wrap; gap: .1rem .3rem; }
        nav a { padding: .25rem .65rem; border-radius: 1rem; text-decoration: none; color: var(--faint); }
        nav a:hover { background: var(--soft); } nav a[aria-current] { background: var(--card); color: var(--ink); box-shadow: 0 0 0 1px var(--rule); }
        .who { margin-left: auto; display: flex; gap: .9rem; align-items: center; }
        h1 { font-size: 1.35rem; margin: 0 0 .6rem; } h2 { font-size: 1.05rem; margin: 0 0 .6rem; }
        section { margin-top: 1.8rem; } footer { margin-top: 2.4rem; border-top: 1px solid var(--rule); }
        .faint, small { color: var(--faint); font-size: .88rem; font-weight: 400; }
        .health { margin: 0; padding: 1.1rem 1.3rem; background: var(--card); border: 1px solid var(--rule); border-left: .45rem solid; border-radius: .6rem; }
        .health p { margin: 0; } .health > p:not(.faint), p.health { font-size: 1.2rem; } .health h1 { font-size: .95rem; color: var(--faint); font-weight: 600; margin: 0 0 .1rem; }
        .health.good, .note.good { border-left-color: var(--good); } .health.watch { border-left-color: var(--watch); } .health.bad, .note.bad { border-left-color: var(--bad); }
        .note { background: var(--card); border: 1px solid var(--rule); border-left: .35rem solid var(--faint); border-radius: .5rem; padding: .6rem .9rem; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .7rem; padding: 0; margin: 1rem 0 0; list-style: none; }
        .tiles li, .tiles a { display: block; } .tiles li { background: var(--card); border: 1px solid var(--rule); border-radius: .6rem; }
        .tiles li > b, .tiles li > span { padding: 0 .9rem; } .tiles li > b { padding-top: .65rem; } .tiles li > span { padding-bottom: .65rem; }
        .tiles a { padding: .65rem .9rem; color: inherit; text-decoration: none; } .tiles a:hover { background: var(--soft); border-radius: .6rem; }
        .tiles b { display: block; font-size: 1.4rem; font-weight: 600; font-variant-numeric: tabular-nums; } .tiles span { display: block; color: var(--faint); font-size: .88rem; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 0 2rem; align-items: start; }
        .wide { overflow-x: auto; background: var(--card); border: 1px solid var(--rule); border-radius: .6rem; margin-bottom: .6rem; }
        table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
        caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        th, td { padding: .5rem .8rem; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--rule); vertical-align: top; }
        th { color: var(--faint); font-weight: 600; font-size: .84rem; white-space: normal; vertical-align: bottom; }
        tbody tr:last-child td { border-bottom: 0; } tbody tr:hover td { background: var(--soft); }
        th.n, td.n { text-align: right; }
        td small { display: block; } td.why { white-space: normal; min-width: 13rem; }
        .up { color: var(--good); font-weight: 600; } .down { color: var(--bad); font-weight: 600; } .some { color: var(--watch); font-weight: 600; }
        .busy { width: 60px; height: 8px; margin-right: .5rem; } .busy .track { fill: var(--soft); } .busy .fill { fill: var(--bar); }
        .tag { display: inline-block; background: var(--soft); border: 1px solid var(--rule); border-radius: 1rem; padding: 0 .6rem; font-size: .84rem; white-space: nowrap; }
        .card { background: var(--card); border: 1px solid var(--rule); border-radius: .6rem; padding: 1rem 1.2rem; margin: 0 0 1rem; }
        .item header { display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: baseline; } .item h2 { margin: 0; } .why { max-width: 60rem; }
        .facts, .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .5rem 1.2rem; margin: .6rem 0; }
        .facts div, .figures div { min-width: 0; } dt { color: var(--faint); font-size: .84rem; } dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
        .figures { background: var(--card); border: 1px solid var(--rule); border-radius: .6rem; padding: .8rem 1rem; margin: 0; } .figures dd { font-size: 1.1rem; }
        .list { list-style: none; padding: 0; margin: 0; background: var(--card); border: 1px solid var(--rule); border-radius: .6rem; }
        .list li { padding: .5rem .9rem; border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; } .list li:last-child { border-bottom: 0; }
        .chart { margin: .4rem 0; } .chart svg { display: block; width: 100%; height: 10rem; background: var(--card); border-radius: .4rem; } .chart.low svg { height: 6rem; }
        .item .chart svg { height: 7rem; background: none; }
        .bar { fill: var(--bar); } .bar.held { fill: var(--held); } .bar.estimated { fill: var(--estimated); } .bar.marked { stroke: var(--ink); stroke-width: 2; vector-effect: non-scaling-stroke; } a:hover .bar, a:focus .bar { opacity: .7; }
        .axis { stroke: var(--rule); fill: none; vector-effect: non-scaling-stroke; } .line { stroke: var(--bar); stroke-width: 2; fill: none; vector-effect: non-scaling-stroke; }
        figcaption { display: flex; justify-content: space-between; color: var(--faint); font-size: .84rem; } .legend { margin: .2rem 0; font-size: .84rem; color: var(--faint); }
        .key { display: inline-block; margin-right: .35rem; width: .8rem; height: .8rem; border-radius: .15rem; vertical-align: -.05rem; } .key.held { background: var(--held); } .key.estimated { background: var(--estimated); }
        .calendar { display: block; width: 100%; max-width: 28rem; } .calendar .full { fill: var(--full); } .calendar .near { fill: var(--near); } .calendar .some { fill: var(--some); } .calendar .poor { fill: var(--poor); }
        .calendar text { fill: var(--ink); font-size: 13px; pointer-events: none; } .calendar .weekday { fill: var(--faint); text-anchor: middle; } .calendar .date { fill: var(--faint); font-size: 12px; } .calendar .share { text-anchor: end; font-size: 15px; }
        .calendar a:hover rect { stroke: var(--link); stroke-width: 2; }
        body > main:first-child { padding-top: 2.5rem; } form { margin: 0; } label { color: var(--faint); font-size: .9rem; }
        input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--rule); border-radius: .4rem; padding: .35rem .55rem; min-width: 0; }
        button { font: inherit; padding: .35rem 1rem; border-radius: .4rem; border: 1px solid var(--rule); background: var(--soft); color: var(--ink); cursor: pointer; } button:hover { border-color: var(--faint); }
        .accept { background: var(--good); border-color: var(--good); color: var(--card); } .reject { color: var(--bad); border-color: var(--bad); background: none; }
        .quiet { border: 0; background: none; padding: 0; color: var(--link); }
        .filters { display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: center; margin-bottom: 1rem; } .filters label { display: flex; gap: .4rem; align-items: center; } .filters input { width: 9.5rem; }
        .decide { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center; border-top: 1px solid var(--rule); padding-top: .8rem; margin-top: .8rem; }
        .reason { flex: 1 1 18rem; display: flex; gap: .5rem; align-items: center; } .reason input { flex: 1; } .buttons { display: flex; gap: .5rem; } .decide details { flex-basis: 100%; }
        .decide details[open] { display: flex; flex-wrap: wrap; gap: .5rem; } summary { cursor: pointer; color: var(--faint); font-size: .9rem; margin-bottom: .4rem; }
        .frames { padding-left: 1.2rem; } .frames p { margin: .2rem 0; } .hex, code { font-size: .84rem; overflow-wrap: anywhere; } .hex { display: block; background: var(--soft); border-radius: .4rem; padding: .4rem .6rem; } .means { color: var(--faint); }
        @media (max-width: 42rem) {
          body { padding: 0 .8rem 2rem; } .who { margin-left: 0; } .filters label { flex: 1 1 100%; } .filters input { flex: 1; width: auto; } .filters label { min-width: 0; }
          .wide { background: none; border: 0; overflow: visible; }
          table, tbody, tr, td { display: block; width: 100%; } thead { display: none; }
          tr { background: var(--card); border: 1px solid var(--rule); border-radius: .6rem; margin-bottom: .6rem; padding: .35rem 0; } tbody tr:hover td { background: none; }
          td, td.n { display: flex; justify-content: space-between; gap: 1rem; padding: .22rem .9rem; border: 0; text-align: right; white-space: normal; }
          td:has(> span:empty) { display: none; } td > span { min-width: 0; overflow-wrap: anywhere; } td:first-child { font-weight: 600; } td::before { content: attr(data-name); color: var(--faint); font-weight: 400; text-align: left; flex: none; }
          td.why { min-width: 0; text-align: right; } .facts { grid-template-columns: 1fr 1fr; } .buttons, .buttons button { flex: 1; }
          .item .chart svg { height: 5.5rem; }
        }
        """;
}
