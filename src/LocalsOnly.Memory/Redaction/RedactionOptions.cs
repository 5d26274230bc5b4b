namespace LocalsOnly.Memory;

/// <summary>What is left out of the index and of what is exported. Section <c>Redaction</c> of the configuration; the archive keeps everything.</summary>
public sealed class RedactionOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Redaction";

    /// <summary>False leaves every text as it is.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Keys of OpenAI, Anthropic, AWS, Google, Stripe, SendGrid and others, and what stands behind <c>api_key=</c> and <c>secret:</c>.</summary>
    public bool ApiKeys { get; set; } = true;

    /// <summary>Tokens of GitHub, GitLab, Slack, Hugging Face, npm, Discord and Telegram, JSON web tokens, and what stands behind <c>Bearer</c> and <c>token=</c>.</summary>
    public bool Tokens { get; set; } = true;

    /// <summary>What stands behind <c>password=</c>, <c>Passwort:</c>, <c>mot de passe :</c> and the like, when it looks like one, and the password in <c>https://user:password@host</c>.</summary>
    public bool Passwords { get; set; } = true;

    /// <summary>Payment card numbers.</summary>
    public bool CardNumbers { get; set; } = true;

    /// <summary>International bank account numbers.</summary>
    public bool Ibans { get; set; } = true;

    /// <summary>Private keys in PEM, OpenSSH, PGP and age form.</summary>
    public bool PrivateKeys { get; set; } = true;

    /// <summary>What else to redact.</summary>
    public List<RedactionPattern> Patterns { get; } = [];

    /// <summary>Texts that are never redacted, letter by letter as they stand: a test card, a published example key.</summary>
    public List<string> Exceptions { get; } = [];
}

/// <summary>A kind of its own for the person's own secrets.</summary>
public sealed class RedactionPattern
{
    /// <summary>What it is called in place of the text: <c>[redacted: membership number]</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>A .NET regular expression without look-around and back-references, so that its time is linear in the text.</summary>
    public string Expression { get; set; } = "";
}
