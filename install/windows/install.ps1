<#
.SYNOPSIS
  Installs the collector as a Windows service, from a checkout with the .NET SDK or from a published folder. Run it as administrator.
.EXAMPLE
  install.ps1                          install, or bring what is installed up to date; configuration and data stay
  install.ps1 -From D:\amr             the same from a published folder
  install.ps1 -Upgrade                 the same, but refuse when nothing is installed yet
  install.ps1 -Uninstall [-Purge]      remove the program; -Purge also removes configuration and data
#>
[CmdletBinding()]
param(
  [string] $From,
  [switch] $Upgrade,
  [switch] $Uninstall,
  [switch] $Purge,
  [string] $Program = (Join-Path $env:ProgramFiles 'AmrCollector'),
  [string] $Configuration = (Join-Path $env:ProgramData 'AmrCollector')
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
$amr = Join-Path $Program 'amr.exe'

function Fail([string] $why) { Write-Error "install.ps1: $why" -ErrorAction Continue; exit 1 }

function Invoke-Amr {
  & $amr @args
  if ($LASTEXITCODE -ne 0) { Fail "amr $args ended with exit code $LASTEXITCODE" }
}

function Test-Service { $null -ne (Get-Service -Name AmrCollector -ErrorAction SilentlyContinue) }

function Set-SearchPath([bool] $present) {
  $parts = @([Environment]::GetEnvironmentVariable('Path', 'Machine') -split ';' | Where-Object { $_ -and $_ -ne $Program })
  if ($present) { $parts += $Program }
  [Environment]::SetEnvironmentVariable('Path', ($parts -join ';'), 'Machine')
}

function Get-Published {
  if ($From) { return (Resolve-Path $From).Path }
  $stage = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())
  $project = Join-Path $here '..\..\src\AmrCollector.Cli'
  dotnet publish $project -c Release -r win-x64 --self-contained -o $stage -v q --nologo -p:PublishReadyToRun=true -p:GenerateDocumentationFile=false -p:DebugType=none | Out-Host
  if ($LASTEXITCODE -ne 0) { Fail 'the program could not be built: is the .NET SDK installed? -From takes a published folder' }
  return $stage
}

# Configuration is the utility's: what is there is never changed. Models of its own go to models below it, and win.
function Add-Configuration([string] $published) {
  New-Item -ItemType Directory -Force -Path $Configuration, (Join-Path $Configuration 'models') | Out-Null
  $samples = Join-Path $here '..\..\config'
  if (-not (Test-Path (Join-Path $samples 'collector.json'))) { $samples = Join-Path $published 'config' }
  $collector = Join-Path $Configuration 'collector.json'
  if (-not (Test-Path $collector)) { Copy-Item (Join-Path $samples 'collector.json') $collector }
  $meters = Join-Path $Configuration 'meters.csv'
  if (-not (Test-Path $meters)) { Copy-Item (Join-Path $samples 'meters.csv') $meters }
  Copy-Item (Join-Path $samples '*.schema.json') $Configuration -Force -ErrorAction SilentlyContinue
}

function Install-Collector {
  if ($Upgrade -and -not (Test-Path $amr)) { Fail 'nothing is installed; run it without -Upgrade' }
  $published = Get-Published
  if (-not (Test-Path (Join-Path $published 'amr.exe'))) { Fail "$published is no published program: there is no amr.exe" }
  if (Test-Service) { Invoke-Amr service stop }
  if (Test-Path $Program) { Remove-Item $Program -Recurse -Force }
  New-Item -ItemType Directory -Force -Path $Program | Out-Null
  Copy-Item (Join-Path $published '*') $Program -Recurse
  Add-Configuration $published
  Set-SearchPath $true
  Invoke-Amr service install --config $Configuration
  & $amr check --config $Configuration | Out-Null
  if ($LASTEXITCODE -eq 0) { Invoke-Amr service start }
  else { Write-Host "not started: 'amr check' names what is missing; then 'amr service start'" }
  Write-Host "installed in $Program, configuration in $Configuration"
}

function Uninstall-Collector {
  if (-not (Test-Path $amr)) { Fail 'nothing is installed' }
  if (Test-Service) { Invoke-Amr service uninstall }
  Set-SearchPath $false
  Remove-Item $Program -Recurse -Force
  if ($Purge) { Remove-Item $Configuration -Recurse -Force; Write-Host 'removed, with configuration and data' }
  else { Write-Host "removed; $Configuration stays (-Purge removes it)" }
}

$me = New-Object Security.Principal.WindowsPrincipal([Security.Principal.WindowsIdentity]::GetCurrent())
if (-not $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) { Fail 'run it in a window that was opened as administrator' }
if ($Uninstall) { Uninstall-Collector } else { Install-Collector }
