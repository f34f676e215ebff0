"""Shell, PowerShell and Lua."""

from tests.scanner.corpus import Language

_shell = Language("setup.sh")
_powershell = Language("Setup.ps1")
_lua = Language("camera.lua")

SNIPPETS = (
    _shell.finds(
        'curl -s --anyauth -u "$user" "http://$host/axis-cgi/prod_brand_info/getbrand.cgi"',
        "getbrand-cgi-removal",
    ),
    _shell.finds(
        """curl --anyauth -u root:pass "http://$host/axis-cgi/param.cgi?action=update&Network.UPnP.Enabled=no" """,
        "upnp-disabled-by-default",
    ),
    _shell.finds(
        """
curl -u "$auth" \\
  -d action=update \\
  -d root.Network.Filter.Log.Enabled=no \\
  "http://$host/axis-cgi/param.cgi"
""",
        "network-filter-api-removal",
    ),
    _shell.finds(
        'curl -u "$auth" -G "http://$host/axis-cgi/privacymask.cgi" -d preview_off=mask1 -d camera=1',
        "privacymask-cgi-unused-options-removal",
    ),
    _shell.finds(
        'wget "http://$host/axis-cgi/privacymask.cgi?action=add&name=a&imagerotation=90"',
        "privacymask-cgi-unused-options-removal",
    ),
    _shell.finds("curl 'http://192.168.0.90/axis-cgi/usergroup.cgi'", "ipv4-default-address-removal"),
    _shell.finds(
        'curl "http://$host/axis-cgi/disks/format.cgi?diskid=SD_DISK&filesystem=vfat"',
        "vfat-formatting-removal",
    ),
    _shell.finds("docker pull axisecp/acap-computer-vision-sdk:1.15-armv7hf", "computer-vision-sdk-removal"),
    _shell.finds(
        'curl --proxy socks5h://127.0.0.1:9050 "http://$host/axis-cgi/param.cgi"', "socks-proxy-removal"
    ),
    _shell.ignores('curl --proxy socks5h://127.0.0.1:9050 "$url"'),
    _shell.finds(
        'GROUP=root.Network.Filter; curl "$cgi?action=list&group=$GROUP"', "network-filter-api-removal"
    ),
    _shell.ignores("mount -t vfat /dev/sdb1 /mnt && mkfs.vfat -n CARD /dev/sdc1"),
    _shell.ignores("wg-quick up wg0; openvpn --config client.ovpn; tailscale up; ipsec start"),
    _shell.ignores(
        """
source ./env.sh
curl "http://$host/axis-cgi/dynamicoverlay/list.cgi"
sensor=$(cat /sys/class/hwmon/hwmon0/temp1_input)
"""
    ),
    _shell.ignores("sudo apt-get install libcapture-tiny-perl; useradd -g root deploy"),
    _shell.ignores('curl -T clip.bin "ftp://backup.example/upload/"'),
    _powershell.finds(
        'Invoke-WebRequest "http://$Device/axis-cgi/prod_brand_info/getbrand.cgi" -Credential $Credential',
        "getbrand-cgi-removal",
    ),
    _powershell.finds(
        """
$ParameterSet = @{
    'root.Network.UPnP.Enabled' = 'no'
    'HTTPS.AllowTLS1' = 'no'
}
""",
        "upnp-disabled-by-default",
        "tls-1-0-1-1-removal",
    ),
    _powershell.finds(
        """
$Body = @{ apiVersion = '1.0'; method = 'addText'; params = @{ camera = 1; source = 1 } } | ConvertTo-Json
Invoke-RestMethod -Method Post -Uri "https://$Device/axis-cgi/dynamicoverlay/dynamicoverlay.cgi" -Body $Body
""",
        "dynamicoverlay-cgi-source-sensor-removal",
    ),
    _powershell.finds("<# AllowTLS1 has to be off #>", "tls-1-0-1-1-removal"),
    _powershell.ignores('Path = "/axis-cgi/disks/format.cgi?diskid=SD_DISK&filesystem=ext4"'),
    _powershell.ignores("$Source = Get-Item $Path; $Sensor = $Source.Sensor; Get-Date"),
    _powershell.ignores("[Net.ServicePointManager]::SecurityProtocol = 'Tls12' # no TLS 1.0 and 1.1"),
    _lua.finds(
        'local url = "http://" .. host .. "/axis-cgi/" .. "overlay_list" .. ".cgi"', "overlay-cgi-removal"
    ),
    _lua.finds('local enabled = params["Network.UPnP.Enabled"] == "yes"', "upnp-disabled-by-default"),
    _lua.finds("-- was: http.get('/axis-release/releaseinfo.cgi')", "releaseinfo-cgi-removal"),
    _lua.ignores("local sensor = { source = nil, date = os.date() }"),
)
