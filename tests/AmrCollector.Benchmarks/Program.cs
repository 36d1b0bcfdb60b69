using AmrCollector.Benchmarks;
using AmrCollector.Benchmarks.Lines;
using AmrCollector.Benchmarks.Protocol;
using AmrCollector.Benchmarks.Riser;

return args switch
{
    ["riser", .. var options] => await RiserVerb.RunAsync(options),
    ["lines", .. var options] => await LinesVerb.RunAsync(options),
    ["district", .. var options] => await DistrictVerb.RunAsync(options),
    ["protocol"] => ShortRun.Of<ReplyBenchmark>(),
    ["ledger", .. var options] => LedgerAppend.Run(options),
    ["judge"] => ShortRun.Of<JudgeBenchmark>(),
    _ => Usage.Print(),
};
