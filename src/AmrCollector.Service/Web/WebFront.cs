using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AmrCollector.Service.Configuration;
using AmrCollector.Service.Logs;
using AmrCollector.Service.Security;
using AmrCollector.Service.Traces;
using AmrCollector.Service.Web.Billing;
using AmrCollector.Service.Web.Entries;
using AmrCollector.Service.Web.Exchanges;
using AmrCollector.Service.Web.Findings;
using AmrCollector.Service.Web.Gaps;
using AmrCollector.Service.Web.Kpis;
using AmrCollector.Service.Web.Orders;
using AmrCollector.Service.Web.Pages;
using AmrCollector.Service.Web.Review;
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

    /// <summary>
    /// A web application that listens where <paramref name="configuration"/> says, and on the road for `amr` on this machine, and logs to <paramref name="log"/>.
    /// The caller holds the claim on the data folder.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(CollectorConfiguration configuration, Logger log, TimeProvider time)
    {
        var http = configuration.Http;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        ServiceLog.Use(builder.Logging, log);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Limit(kestrel.Limits);
            Listen(kestrel, http, log, time);
        });
        if (LocalRoad.Listen(builder.WebHost, configuration.Folder) is { } why) ServiceLog.For(log, nameof(LocalRoad)).NoLocalRoad(why);
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
    public static void Map(WebApplication app, SiteView site, FeedPushes pushes, Collection collection, Func<PrometheusText> numbers, TimeProvider time)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        SecurityHeaders.Use(app);
        Guard(app, site, collection, time);
        EndLongPolls(app);
        Probes.Map(app, site);
        LinesApi.Map(app, site);
        StatusApi.Map(app, site, collection);
        MetersApi.Map(app, site, collection.Observations, time);
        ReadingsApi.Map(app, pushes.Feed);
        EventsApi.Map(app, collection.Events, time);
        SinksApi.Map(app, pushes);
        ReconciliationsApi.Map(app, pushes.Ledger, pushes.Feed, site.Configuration.Setup.Zone);
        WriteGuard writes = new(() => collection.Setup);
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger<ExchangesApi>();
        new ExchangesApi(() => collection.Setup, collection.Line, writes, collection.Operations, time, logger).Map(app);
        new OrdersApi(site.Configuration.Setup.Zone, collection).Map(app);
        FindingsApi.Map(app, collection);
        EntryStories stories = new(() => collection.Setup, collection, pushes.Ledger);
        EntriesApi.Map(app, stories);
        EntryDecisions decisions = new(collection, stories, time);
        new ReviewApi(collection, pushes.Ledger, stories, decisions).Map(app);
        PagedSite pages = new(site, collection, stories, decisions, time);
        app.Lifetime.ApplicationStarted.Register(pages.WarmSoon);
        PageRoutes.Map(app, pages);
        TrafficApi.Map(app, () => collection.Setup, collection.Tap, time);
        MeterTraces traces = new(() => collection.Setup, collection.Tap, time, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(ServiceLog.Frames));
        app.Lifetime.ApplicationStopping.Register(traces.End);
        new TraceApi(traces).Map(app);
        GapsApi.Map(app, collection.Gaps, time);
        BillingApi.Map(app, collection.BillingDays);
        AuditApi.Map(app, pushes.Ledger);
        BackupsApi.Map(app);
        KpisApi.Map(app, collection.Gaps, time);
        Metrics.Map(app, numbers);
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

    private static void Guard(WebApplication app, SiteView site, Collection collection, TimeProvider time)
    {
        var http = site.Configuration.Http;
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger<AccessGuard>();
        KeyRing keys = new(http.KeysFile, http.Keys, time, logger);
        Sessions sessions = new(keys, time);
        AccessGuard guard = new(http, keys, sessions, new(collection.RecordAsync, logger), time, logger);
        keys.Changed += changes => _ = collection.RecordAsync(new("whoever may write the file of keys", "admin", "keysFile", "read again", changes, "done"), CancellationToken.None);
        guard.Use(app);
        new SignIn(guard, keys, sessions, http.Tls is not null).Map(app);
        if (http.KeysFile is not null && http.Tls is null && !HttpSection.IsLoopback(http.Listen)) logger.NoTls(http.Listen);
    }

    private static void Limit(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = LargestBody;
        limits.MaxResponseBufferSize = LargestBody; // a page is written on while its beginning is on its way
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 50;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }

    private static void Listen(KestrelServerOptions kestrel, HttpSettings http, Logger log, TimeProvider time)
    {
        ConnectionLimit connections = new();
        var certificate = http.Tls is { } files ? new CertificateFile(files, time, ServiceLog.For(log, nameof(CertificateFile))) : null;
        if (http.Listen.Host == "localhost") kestrel.ListenLocalhost(http.Listen.Port, Configure);
        else kestrel.Listen(IPAddress.Parse(http.Listen.Host.Trim('[', ']')), http.Listen.Port, Configure);

        void Configure(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http1; // one request at a time on a connection: what is counted is what is done
            connections.Guard(listen);
            if (certificate is null) return;
            listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate.Current());
        }
    }
}
