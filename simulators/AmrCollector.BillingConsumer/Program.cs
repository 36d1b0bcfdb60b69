using AmrCollector.BillingConsumer;

return await BillingProgram.RunAsync(args, Console.Out, Console.Error);
