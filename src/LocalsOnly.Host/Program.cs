using LocalsOnly.Host.CommandLine;

return await LocalsCommand.InvokeAsync(args);
