@echo off
rem Starts the plugin, which is JavaScript; phone.js itself says where Node.js is too old for it.
where node >nul 2>nul
if errorlevel 1 (
  echo pulumi-resource-phone runs on Node.js 20.19, 22.12 or newer, and there is no node on PATH. Install it: https://nodejs.org 1>&2
  exit /b 1
)
node "%~dp0phone.js" %*
