using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AmrCollector.Service.Configuration;
using AmrCollector.Service.Logs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog.Core;

namespace AmrCollector.Service.Web;

/// <summary>The API and the status page: which address, which guards, which routes.</summary>
internal static class WebFront
{
    private const long LargestBody = 1024 * 1024;
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
    public static void Map(WebApplication app, CollectorConfiguration configuration, Collection collection)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        SecurityHeaders.Use(app);
        new KeyGuard(configuration.Http.Keys.Values).Use(app);
        SiteView site = new(configuration, collection.Report, () => []);
        StatusPage.Map(app, site);
        Probes.Map(app, site);
        LinesApi.Map(app, site);
        Metrics.Map(app, site);
    }

    private static void Listen(KestrelServerOptions kestrel, Uri listen)
    {
        if (listen.Host == "localhost") kestrel.ListenLocalhost(listen.Port);
        else kestrel.Listen(IPAddress.Parse(listen.Host.Trim('[', ']')), listen.Port);
    }
}
