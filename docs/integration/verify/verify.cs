// Verifies a webhook with .NET's own classes. As a program (`dotnet run verify.cs`): 0 if genuine; see verify.md.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

var found = new Dictionary<string, string>();
foreach (var name in new[] { "webhook-id", "webhook-timestamp", "webhook-signature" })
{
    found[name] = Environment.GetEnvironmentVariable(name.ToUpperInvariant().Replace('-', '_')) ?? "";
}
using var input = new MemoryStream();
Console.OpenStandardInput().CopyTo(input);
return Webhooks.IsGenuine(Environment.GetEnvironmentVariable("WEBHOOK_SECRET")!, found, input.ToArray()) ? 0 : 1;

public static class Webhooks
{
    private const long ToleranceSeconds = 5 * 60;

    /// <summary>Headers by lower-case names; the body exactly as it arrived, before any parsing.</summary>
    public static bool IsGenuine(string secret, IReadOnlyDictionary<string, string> headers, byte[] body)
    {
        var sent = headers.GetValueOrDefault("webhook-timestamp", "");
        if (!long.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - at) > ToleranceSeconds)
        {
            return false;
        }
        var key = Convert.FromBase64String(secret.StartsWith("whsec_", StringComparison.Ordinal) ? secret[6..] : secret);
        var start = Encoding.UTF8.GetBytes($"{headers.GetValueOrDefault("webhook-id", "")}.{sent}.");
        var hash = HMACSHA256.HashData(key, [.. start, .. body]);
        var expected = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(hash));
        // During a rotation there are two signatures; one that fits is enough.
        return headers.GetValueOrDefault("webhook-signature", "").Split(' ')
            .Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected));
    }
}
