namespace AmrCollector.Service.Web;

/// <summary>The status page's only style sheet: no font, script or picture from anywhere.</summary>
internal static class StatusStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --ink: #1c2430; --faint: #5d6b7e; --paper: #f6f7f9; --card: #fff; --rule: #dde2e9;
                --good: #1a7f4b; --watch: #a15c00; --bad: #c0262d; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --faint: #9aa7b8; --paper: #12161c; --card: #1b212a; --rule: #2e3743;
                --good: #4cc38a; --watch: #f0a94a; --bad: #ff7b7b; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.2rem 1rem 3rem; max-width: 76rem; background: var(--paper); color: var(--ink);
               font: 16px/1.45 system-ui, "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
        header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .3rem 1rem; }
        h1 { font-size: 1.35rem; margin: 0; }
        h2 { font-size: 1.05rem; margin: 1.8rem 0 .5rem; }
        header a { margin-left: auto; }
        a { color: inherit; }
        .faint { color: var(--faint); font-size: .88rem; }
        .health { margin: .9rem 0; padding: .8rem 1rem; background: var(--card); border: 1px solid var(--rule); border-left: .4rem solid; border-radius: .4rem;
                  font-size: 1.15rem; }
        .good { border-left-color: var(--good); } .watch { border-left-color: var(--watch); } .bad { border-left-color: var(--bad); }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .6rem; padding: 0; margin: 0; list-style: none; }
        .tiles li { background: var(--card); border: 1px solid var(--rule); border-radius: .4rem; padding: .55rem .8rem; }
        .tiles b { display: block; font-size: 1.45rem; font-variant-numeric: tabular-nums; }
        .wide { overflow-x: auto; background: var(--card); border: 1px solid var(--rule); border-radius: .4rem; }
        table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .45rem .7rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--rule); }
        th { color: var(--faint); font-weight: 600; white-space: normal; vertical-align: bottom; }
        tr:last-child td { border-bottom: 0; }
        th:first-child, td:first-child, .left { text-align: left; }
        td small { display: block; color: var(--faint); }
        td.why { white-space: normal; min-width: 14rem; text-align: left; }
        .up { color: var(--good); font-weight: 600; } .down { color: var(--bad); font-weight: 600; } .some { color: var(--watch); font-weight: 600; }
        code { font-size: .85rem; overflow-wrap: anywhere; }
        @media (max-width: 40rem) {
          .wide { background: none; border: 0; overflow: visible; }
          table, tbody, tr, td { display: block; width: 100%; }
          thead { display: none; }
          tr { background: var(--card); border: 1px solid var(--rule); border-radius: .4rem; margin-bottom: .6rem; padding: .3rem 0; }
          td, td:first-child { display: flex; justify-content: space-between; gap: 1rem; padding: .2rem .8rem; border: 0; text-align: right; white-space: normal; }
          td:first-child { font-weight: 600; }
          td::before { content: attr(data-name); color: var(--faint); font-weight: 400; text-align: left; }
          td.why { min-width: 0; text-align: right; }
        }
        """;
}
