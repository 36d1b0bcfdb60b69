using AmrCollector.Service;

return await ServiceProgram.RunAsync(args);
