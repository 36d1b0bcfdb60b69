namespace AmrCollector.Benchmarks;

/// <summary>What the program can measure.</summary>
internal static class Usage
{
    /// <summary>Prints it; the exit code of wrong use.</summary>
    internal static int Print()
    {
        Console.Error.WriteLine("""
            usage: AmrCollector.Benchmarks VERB [options]
              riser     bus efficiency of a paced serial line  [--baud 2400] [--meters 13] [--cycles 3] [--dead 0] [--errors PER_MILLION]
              scan      finding 16 unknown meters on a riser   [--baud 2400] [--meters 16] [--turn-round MS] [--seed N]
              lines     daily freezes of many TCP lines        [--lines 2000] [--port 20000]
              site      the service itself with 100,000 meters: start, memory, pages [--lines 2000] [--port 20000]
              idle      the service itself with 1,000 meters read once a day: CPU    [--lines 20] [--port 20000] [--seconds 60]
              protocol  DL/T 645: scan, attribution and decoding of an energy reply
              fuzz      mutated frames of every protocol                [--frames 1000000] [--seed 1]
              modbus    CPU a Modbus TCP request against libmodbus and an npm client  [--connections 64] [--requests 400000] [--rounds 5]
              mqtt      reports a second from mosquitto into the durable ledger  [--reports 200000] [--meters 1000]
              dialin    units that dial in, back after a restart of the collector  [--units 5000]
              noise     scanners over random bytes with frames among them      [--megabytes 10] [--seed 1]
              gaps      the account of quarter-hours: disk, updates, questions  [--meters 100000] [--days 365] [--filled 200]
              review    a long review queue: following, pages, counts          [--items 100000]
              soak      a day of plan on a clock that hurries: memory, handles, threads  [--meters 10000] [--hours 24] [--speed 120]
              tariffs   DL/T 645: a block of 64 tariffs over a follow-up frame
              ledger    durable appends against a bare insert  [ROWS [BATCHES]]
              ledger growth  what a ledger grows by, what closing its months and verifying it costs  [ENTRIES [MONTHS TO KEEP]]
              feed      entries a second pulled as NDJSON over loopback HTTP   [--entries 400000] [--rounds 5]
              webhook   entries a second pushed to a consumer 10 ms away       [--entries 100000] [--delay 10]
              judge     judging a daily freeze by all rules
            """);
        return 2;
    }
}
