using System.Globalization;
using AmrCollector.Cli;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Install;

/// <summary>install/linux on a file tree of its own: what a utility gets, and what an upgrade and a removal leave alone.</summary>
public sealed class LinuxInstallTests
{
    [NeedsFact("bash", "gzip")]
    public async Task What_is_installed_runs_and_knows_the_shipped_models_and_the_users_own()
    {
        using InstalledTree tree = new();
        Assert.Equal(0, (await tree.InstallAsync("--from", InstalledTree.Published)).Exit);
        await File.WriteAllTextAsync(tree.At("etc/amr-collector/models/mine.json"), await OwnModelAsync(tree));

        var (version, said) = await Command.RunAsync(tree.Amr, "version");
        var (check, found) = await Command.RunAsync(tree.Amr, "check", "--config", tree.At("etc/amr-collector"));

        Assert.True(version == 0, said);
        Assert.True(check == 0, found);
        var shipped = Directory.GetFiles(tree.At("usr/share/amr-collector/models"), "*.json").Count(file => !file.EndsWith(".schema.json", StringComparison.Ordinal));
        Assert.Contains($"{shipped + 1} models known", found, StringComparison.Ordinal);
        Assert.True(File.Exists(tree.At("usr/lib/amr-collector/AmrCollector.Service")));
        Assert.True(File.Exists(tree.At("usr/share/man/man1/amr.1.gz")));
        Assert.True(File.Exists(tree.At("usr/share/amr-collector/models/dlt645-2007-1p.json")));
    }

    [NeedsFact("bash", "gzip")]
    public async Task An_upgrade_keeps_what_the_utility_wrote_and_a_removal_its_data()
    {
        using InstalledTree tree = new();
        Assert.NotEqual(0, (await tree.InstallAsync("--upgrade", "--from", InstalledTree.Published)).Exit); // nothing is there yet
        Assert.Equal(0, (await tree.InstallAsync("--from", InstalledTree.Published)).Exit);
        var (configuration, ledger) = (tree.At("etc/amr-collector/meters.csv"), tree.At("var/lib/amr-collector/kept"));
        await File.WriteAllTextAsync(configuration, "theirs");
        await File.WriteAllTextAsync(ledger, "theirs");
        await File.WriteAllTextAsync(tree.At("usr/lib/amr-collector/of-the-older-version.dll"), "");

        Assert.Equal(0, (await tree.InstallAsync("--upgrade", "--from", InstalledTree.Published)).Exit);
        Assert.Equal("theirs", await File.ReadAllTextAsync(configuration));
        Assert.False(File.Exists(tree.At("usr/lib/amr-collector/of-the-older-version.dll")));

        Assert.Equal(0, (await tree.InstallAsync("--uninstall")).Exit);
        Assert.False(File.Exists(tree.Amr));
        Assert.Equal("theirs", await File.ReadAllTextAsync(configuration));
        Assert.Equal("theirs", await File.ReadAllTextAsync(ledger));
        Assert.NotEqual(0, (await tree.InstallAsync("--uninstall")).Exit); // and a second time it says that nothing is there

        Assert.Equal(0, (await tree.InstallAsync("--from", InstalledTree.Published)).Exit);
        Assert.Equal(0, (await tree.InstallAsync("--uninstall", "--purge")).Exit);
        Assert.False(Directory.Exists(tree.At("etc/amr-collector")) || Directory.Exists(tree.At("var/lib/amr-collector")));
    }

    [NeedsFact("bash", "gzip", "dpkg-deb", "dpkg")]
    public async Task The_package_asks_before_it_replaces_configuration()
    {
        using InstalledTree tree = new();
        var (built, output) = await Command.RunAsync("bash", InstalledTree.Script("build-deb.sh"), "--from", InstalledTree.Published, tree.Out);
        Assert.True(built == 0, output);
        var package = Assert.Single(Directory.GetFiles(tree.Out, "*.deb"));

        var (_, kept) = await Command.RunAsync("dpkg-deb", "--info", package, "conffiles");
        var (_, control) = await Command.RunAsync("dpkg-deb", "--field", package);
        Assert.Equal(0, (await Command.RunAsync("dpkg-deb", "--extract", package, tree.Root)).Exit);

        Assert.Contains("/etc/amr-collector/collector.json", kept, StringComparison.Ordinal);
        Assert.Contains("/etc/amr-collector/meters.csv", kept, StringComparison.Ordinal);
        Assert.Contains("Package: amr-collector", control, StringComparison.Ordinal);
        Assert.Equal(0, (await Command.RunAsync(tree.Amr, "check", "--config", tree.At("etc/amr-collector"))).Exit);
        await UpgradeAsync(package);
    }

    /// <summary>What dpkg itself does with our configuration files when a newer package comes; without the program and the scripts, which would make a user on this machine.</summary>
    private static async Task UpgradeAsync(string package)
    {
        using TempFolder folder = new();
        var (content, root) = (Path.Combine(folder.Path, "content"), Path.Combine(folder.Path, "root"));
        await MustAsync("dpkg-deb", "--raw-extract", package, content);
        Directory.Delete(Path.Combine(content, "usr", "lib"), recursive: true);
        foreach (var script in (string[])["postinst", "prerm", "postrm"]) File.Delete(Path.Combine(content, "DEBIAN", script));
        foreach (var part in (string[])["info", "updates", "triggers"]) Directory.CreateDirectory(Path.Combine(root, "var/lib/dpkg", part));
        await File.WriteAllTextAsync(Path.Combine(root, "var/lib/dpkg/status"), "");
        await DpkgAsync(folder.Path, content, root, "1");
        await File.WriteAllTextAsync(Path.Combine(root, "etc/amr-collector/meters.csv"), "theirs");
        await File.WriteAllTextAsync(Path.Combine(root, "etc/amr-collector/models/mine.json"), "theirs");
        foreach (var shipped in (string[])["etc/amr-collector/meters.csv", "etc/amr-collector/collector.schema.json", "usr/share/amr-collector/models/dlt645-2007-1p.json"])
            await File.WriteAllTextAsync(Path.Combine(content, shipped), "newer");
        await DpkgAsync(folder.Path, content, root, "2");

        Assert.Equal("theirs", await File.ReadAllTextAsync(Path.Combine(root, "etc/amr-collector/meters.csv")));
        Assert.Equal("theirs", await File.ReadAllTextAsync(Path.Combine(root, "etc/amr-collector/models/mine.json")));
        Assert.Equal("newer", await File.ReadAllTextAsync(Path.Combine(root, "etc/amr-collector/meters.csv.dpkg-dist")));
        Assert.Equal("newer", await File.ReadAllTextAsync(Path.Combine(root, "etc/amr-collector/collector.schema.json")));
        Assert.Equal("newer", await File.ReadAllTextAsync(Path.Combine(root, "usr/share/amr-collector/models/dlt645-2007-1p.json")));
    }

    private static async Task DpkgAsync(string folder, string content, string root, string version)
    {
        var control = Path.Combine(content, "DEBIAN", "control");
        var text = await File.ReadAllLinesAsync(control);
        await File.WriteAllLinesAsync(control, text.Select(line => line.StartsWith("Version:", StringComparison.Ordinal) ? $"Version: {version}" : line).Where(line => !line.StartsWith("Depends:", StringComparison.Ordinal)));
        var package = Path.Combine(folder, $"{version}.deb");
        await MustAsync("dpkg-deb", "-Znone", "--root-owner-group", "--build", content, package);
        await MustAsync("dpkg", $"--root={root}", "--force-not-root", "--force-confdef", "--force-confold", "--log=/dev/null", "--install", package);
    }

    private static async Task MustAsync(string program, params string[] arguments)
    {
        var (exit, said) = await Command.RunAsync(program, arguments);
        Assert.True(exit == 0, said);
    }

    [NeedsFact("systemd-analyze")]
    public async Task The_unit_is_one_that_systemd_understands_and_its_sandbox_is_tight()
    {
        using TempFolder folder = new();
        var unit = Path.Combine(folder.Path, "amr-collector.service");
        var text = await File.ReadAllTextAsync(InstalledTree.Script("amr-collector.service"));
        await File.WriteAllTextAsync(unit, text
            .Replace("/usr/lib/amr-collector/", InstalledTree.Published, StringComparison.Ordinal)
            .Replace("/usr/bin/", InstalledTree.Published, StringComparison.Ordinal));

        var (understood, complaints) = await Command.RunAsync("systemd-analyze", "verify", "--man=no", unit);
        var (tight, score) = await Command.RunAsync("systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", unit);

        Assert.True(understood == 0 && complaints.Trim().Length == 0, complaints);
        Assert.True(tight == 0, score);
    }

    [NeedsFact("bash")]
    public async Task The_shell_completes_verbs()
    {
        var line = $"source '{InstalledTree.Script("amr.bash")}'; COMP_WORDS=('{Path.Combine(InstalledTree.Published, "amr")}' che); COMP_CWORD=1; COMP_LINE='amr che'; COMP_POINT=7; _amr; echo \"${{COMPREPLY[@]}}\"";
        var (exit, output) = await Command.RunAsync("bash", "-c", line);

        Assert.True(exit == 0, output);
        Assert.Equal("check", output.Trim());
    }

    [NeedsFact("bash")]
    public async Task The_shell_completes_every_verb_and_every_verb_below_it()
    {
        var verbs = Root.Create().Subcommands;
        List<(string Typed, IEnumerable<string> Wanted)> cases = [("amr ", verbs.Select(verb => verb.Name))];
        cases.AddRange(verbs.Where(verb => verb.Subcommands.Count > 0).Select(verb => ($"amr {verb.Name} ", verb.Subcommands.Select(below => below.Name))));
        var lines = cases.Select(one => $"COMP_LINE='{one.Typed}'; COMP_POINT={one.Typed.Length.ToString(CultureInfo.InvariantCulture)}; _amr; echo \"${{COMPREPLY[@]}}\"");
        var (exit, output) = await Command.RunAsync("bash", "-c", $"source '{InstalledTree.Script("amr.bash")}'; COMP_WORDS=('{Path.Combine(InstalledTree.Published, "amr")}' ''); COMP_CWORD=1; {string.Join("; ", lines)}");
        Assert.True(exit == 0, output);
        foreach (var ((_, wanted), told) in cases.Zip(output.Split('\n'))) Assert.Superset(wanted.ToHashSet(), told.Split(' ').ToHashSet());
    }

    [NeedsFact("bash", "gzip")]
    public async Task A_model_of_the_users_wins_over_the_shipped_one_of_its_name_and_stays_through_an_upgrade()
    {
        using InstalledTree tree = new();
        Assert.Equal(0, (await tree.InstallAsync("--from", InstalledTree.Published)).Exit);
        var own = tree.At("etc/amr-collector/models/dlt645-2007-1p.json");
        var shipped = await File.ReadAllTextAsync(tree.At("usr/share/amr-collector/models/dlt645-2007-1p.json"));
        await File.WriteAllTextAsync(own, shipped.Replace("\"title\": \"", "\"title\": \"Our own: ", StringComparison.Ordinal));
        Assert.Equal(0, (await tree.InstallAsync("--upgrade", "--from", InstalledTree.Published)).Exit);

        var (exit, shown) = await Command.RunAsync(tree.Amr, "model", "show", "dlt645-2007-1p", "--models", tree.At("etc/amr-collector/models"));
        Assert.True(exit == 0, shown);
        Assert.Contains("Our own: ", shown, StringComparison.Ordinal);
    }

    // A model of the utility's own: a shipped one under another name.
    private static async Task<string> OwnModelAsync(InstalledTree tree)
    {
        var text = await File.ReadAllTextAsync(tree.At("usr/share/amr-collector/models/dlt645-2007-1p.json"));
        return text.Replace("\"dlt645-2007-1p\"", "\"mine\"", StringComparison.Ordinal);
    }
}
