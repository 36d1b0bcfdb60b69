using AmrCollector.Benchmarks;

if (args is ["ledger", .. var rest]) return LedgerAppend.Run(rest);
Console.Error.WriteLine("Usage: ledger [ROWS [BATCHES]]");
return 2;
