using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AmrCollector.Service.Configuration;
using AmrCollector.Service.Logs;
using AmrCollector.Service.Web.Exchanges;
using AmrCollector.Service.Web.Findings;
using AmrCollector.Service.Web.Gaps;
using AmrCollector.Service.Web.Orders;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog.Core;

namespace AmrCollector.Service.Web;

/// <summary>The API and the status page: which address, which guards, which routes.</summary>
internal static class WebFront
{
    private const long LargestBody = 1024 * 1024;
    private const string ComeBackAfterSeconds = "5";
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(4);

    /// <summary>A web application that listens where <paramref name="http"/> says and logs to <paramref name="log"/>.</summary>
    public static WebApplicationBuilder CreateBuilder(HttpSettings http, Logger log)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        ServiceLog.Use(builder.Logging, log);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            Listen(kestrel, http.Listen);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        builder.Services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.SerializerOptions.Converters.Add(new UtcTime());
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
        builder.Services.AddProblemDetails();
        return builder;
    }

    /// <summary>Everything the application answers.</summary>
    public static void Map(WebApplication app, SiteView site, FeedPushes pushes, Collection collection, TimeProvider time)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        SecurityHeaders.Use(app);
        KeyGuard keys = new(site.Configuration.Http.Keys);
        keys.Use(app);
        EndLongPolls(app);
        StatusPage.Map(app, site);
        Probes.Map(app, site);
        LinesApi.Map(app, site);
        MetersApi.Map(app, site, time);
        ReadingsApi.Map(app, pushes.Feed);
        EventsApi.Map(app, collection.Events, time);
        SinksApi.Map(app, pushes);
        ReconciliationsApi.Map(app, pushes.Ledger, pushes.Feed, site.Configuration.Setup.Zone);
        WriteGuard writes = new(site.Configuration.Setup, keys);
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger<ExchangesApi>();
        new ExchangesApi(site.Configuration.Setup, collection.Line, writes, collection.Operations, time, logger).Map(app);
        new OrdersApi(site.Configuration.Setup.Zone, collection, keys).Map(app);
        FindingsApi.Map(app, site.Configuration.Setup, collection);
        TrafficApi.Map(app, site.Configuration.Setup, collection.Tap, time);
        GapsApi.Map(app, collection.Gaps, time);
        Metrics.Map(app, site, () => GapMetrics.Render(collection.Gaps.Totals(time.GetUtcNow())));
    }

    // A consumer that waits for the next entry must not hold up the end of the service, nor be told that its request was wrong.
    private static void EndLongPolls(WebApplication app) => app.Use(async (context, next) =>
    {
        var (aborted, stopping) = (context.RequestAborted, app.Lifetime.ApplicationStopping);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        context.RequestAborted = ending.Token;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !aborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            context.RequestAborted = aborted;
            context.Response.ContentLength = null;
            context.Response.Headers.RetryAfter = ComeBackAfterSeconds;
            await Results.Problem(
                "The service is ending; ask again with the same cursor once it runs.",
                statusCode: StatusCodes.Status503ServiceUnavailable, title: "Ending").ExecuteAsync(context);
        }
    });

    private static void Listen(KestrelServerOptions kestrel, Uri listen)
    {
        if (listen.Host == "localhost") kestrel.ListenLocalhost(listen.Port);
        else kestrel.Listen(IPAddress.Parse(listen.Host.Trim('[', ']')), listen.Port);
    }
}
