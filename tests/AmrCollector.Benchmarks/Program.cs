using AmrCollector.Benchmarks;
using AmrCollector.Benchmarks.Delivery;
using AmrCollector.Benchmarks.DialIn;
using AmrCollector.Benchmarks.Fuzz;
using AmrCollector.Benchmarks.Gaps;
using AmrCollector.Benchmarks.Lines;
using AmrCollector.Benchmarks.Modbus;
using AmrCollector.Benchmarks.Mqtt;
using AmrCollector.Benchmarks.Noise;
using AmrCollector.Benchmarks.Protocol;
using AmrCollector.Benchmarks.Review;
using AmrCollector.Benchmarks.Riser;
using AmrCollector.Benchmarks.Scan;
using AmrCollector.Benchmarks.Soak;

return args switch
{
    ["riser", .. var options] => await RiserVerb.RunAsync(options),
    ["scan", .. var options] => await ScanVerb.RunAsync(options),
    ["lines", .. var options] => await LinesVerb.RunAsync(options),
    ["site", .. var options] => await SiteVerb.RunAsync(options),
    ["idle", .. var options] => await IdleVerb.RunAsync(options),
    ["district", .. var options] => await DistrictVerb.RunAsync(options),
    ["protocol"] => ShortRun.Of<ReplyBenchmark>(),
    ["fuzz", .. var options] => FuzzVerb.Run(options),
    ["modbus", .. var options] => await ModbusVerb.RunAsync(options),
    ["modbus-client", .. var options] => await ModbusClient.RunAsync(options),
    ["mqtt", .. var options] => await MqttVerb.RunAsync(options),
    ["dialin", .. var options] => await DialInVerb.RunAsync(options),
    ["noise", .. var options] => NoiseVerb.Run(options),
    ["gaps", .. var options] => GapsVerb.Run(options),
    ["review", .. var options] => ReviewVerb.Run(options),
    ["soak", .. var options] => await SoakVerb.RunAsync(options),
    ["tariffs"] => ShortRun.Of<TariffBlock>(),
    ["ledger", "growth", .. var options] => LedgerGrowth.Run(options),
    ["ledger", .. var options] => LedgerAppend.Run(options),
    ["feed", .. var options] => await FeedVerb.RunAsync(options),
    ["webhook", .. var options] => await WebhookVerb.RunAsync(options),
    ["judge"] => ShortRun.Of<JudgeBenchmark>(),
    _ => Usage.Print(),
};
