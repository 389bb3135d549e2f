<?php
// Verifies a webhook with PHP's own functions (8.0 or newer). As a program: 0 if genuine; see verify.md.
declare(strict_types=1);

const TOLERANCE_SECONDS = 5 * 60;

/** $headers by lower-case names; $body exactly as it arrived: file_get_contents('php://input'). */
function is_genuine(string $secret, array $headers, string $body): bool
{
    $sent = $headers['webhook-timestamp'] ?? '';
    if (!ctype_digit($sent) || abs(time() - (int) $sent) > TOLERANCE_SECONDS) {
        return false;
    }
    $key = base64_decode(str_starts_with($secret, 'whsec_') ? substr($secret, 6) : $secret);
    $signed = ($headers['webhook-id'] ?? '') . '.' . $sent . '.' . $body;
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', $signed, $key, true));
    // During a rotation there are two signatures; one that fits is enough.
    foreach (explode(' ', $headers['webhook-signature'] ?? '') as $given) {
        if (hash_equals($expected, $given)) {
            return true;
        }
    }
    return false;
}

if (PHP_SAPI === 'cli' && realpath($_SERVER['SCRIPT_FILENAME']) === __FILE__) {
    $found = [];
    foreach (['webhook-id', 'webhook-timestamp', 'webhook-signature'] as $name) {
        $found[$name] = (string) getenv(strtoupper(str_replace('-', '_', $name)));
    }
    exit(is_genuine((string) getenv('WEBHOOK_SECRET'), $found, (string) stream_get_contents(STDIN)) ? 0 : 1);
}
