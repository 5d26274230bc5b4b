using LocalsOnly.Memory;
using LocalsOnly.Memory.Redaction;

namespace LocalsOnly.Tests.Memory.Redaction;

/// <summary>What is redacted, and what only looks like it. Every secret here is made up; they are put together so that no scanner of this repository takes them for real.</summary>
public sealed class RedactorTests
{
    private const string Random = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6";

    private static readonly Redactor s_redactor = new(new RedactionOptions());

    public static TheoryData<string, string, string> Secrets
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            void Add(string kind, string secret, string around = "It is {0}, keep it.") => data.Add(kind, secret, around);

            Add("API key", "sk-" + Random[..48]);
            Add("API key", "sk-proj-" + Random[..30] + "_" + Random[..40] + "-" + Random[..20]);
            Add("API key", "sk-ant-" + "api03-" + Random + "-" + Random[..30] + "AA");
            Add("API key", "sk-or-v1-" + new string('a', 20) + "0123456789abcdef0123456789abcdef0123456789ab");
            Add("API key", "AKIA" + "IOSFODNN7EXAMPLE");
            Add("API key", "ASIA" + "IOSFODNN7EXAMPLE", "export AWS_ACCESS_KEY_ID={0}\n");
            Add("API key", "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY", "aws_secret_access_key = {0}\n");
            Add("API key", "AIza" + Random[..35], "https://maps.example/?key={0}&v=3");
            Add("API key", "sk_live_" + Random[..24]);
            Add("API key", "rk_live_" + Random[..24], "{0}");
            Add("API key", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "\"api_key\": \"{0}\",");
            Add("API key", "q8Zr2Lk0Vw7Xy4Tb", "client_secret={0}&grant_type=x");
            Add("token", "ghp_" + Random[..36], "git clone https://{0}@github.com/x/y");
            Add("token", "github_pat_" + Random[..22] + "_" + Random[..40]);
            Add("token", "glpat-" + Random[..20]);
            Add("token", "xoxb-" + "123456789012-1234567890123-" + Random[..24]);
            Add("token", "hf_" + Random[..34]);
            Add("token", "npm_" + Random[..36], "//registry.npmjs.org/:_authToken={0}");
            Add("token", "MTIzNDU2Nzg5MDEyMzQ1Njc4" + ".GaBcDe." + Random[..38]);
            Add("token", "1234567890:" + "AA" + Random[..33]);
            Add("token", "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0." + Random[..43]);
            Add("token", Random[..32], "Authorization: Bearer {0}\n");
            Add("password", "hunter2!Blue", "**Password:** {0}\n");
            Add("password", "Tr!ckyHorse", "DB_PASSWORD='{0}'");
            Add("password", "c0rrect-horse", "my passphrase = {0}.");
            Add("password", "hunter2!Blue", "Passwort: {0}\n");
            Add("password", "hunter2!Blue", "Das Kennwort = `{0}`.");
            Add("password", "hunter2!Blue", "Mot de passe : {0}\n");
            Add("password", "hunter2!Blue", "mot de passe\u00a0: «\u00a0{0}\u00a0»");
            Add("password", "hunter2!Blue", "**Contraseña:** {0}");
            Add("password", "hunter2!Blue", "CONTRASEÑA={0}");
            Add("password", "hunter2!Blue", "a senha: {0}, e wachtwoord");
            Add("password", "hunter2!Blue", "Wachtwoord: {0}");
            Add("password", "s3cr3t-horse", "clone https://jane:{0}@git.example/x.git today");
            Add("password", "correcthorse", "postgres://app:{0}@db.example:5432/app?sslmode=require");
            Add("password", "p@ss:word9", "amqp://guest:{0}@mq");
            Add("password", "hunter2!Blue", "mdp: {0}");
            Add("password", "hunter2!Blue", "la clave: {0}.");
            Add("password", "hunter2!Blue", "export SMTP_PASS={0}");
            Add("password", "hunter2!", "Password: {0}");
            Add("password", "Sommerzeit!", "Passwort: {0}");
            Add("password", "Password123", "Password: {0}");
            Add("password", "password2", "if password == \"{0}\":");
            Add("password", "p%40ssw0rd", "https://jane:{0}@git.example/x.git");
            Add("password", "pa$$w0rd%21", "mongodb+srv://jane:{0}@cluster.example");
            Add("API key", "kI9dQ2" + Random[..40] + "/x+Zm" + Random[..33] + "Q==", "AccountName=x;AccountKey={0};EndpointSuffix=core.windows.net");
            Add("API key", "/" + Random[..40] + Random[..44] + "g==", "DefaultEndpointsProtocol=https;AccountKey={0}");
            Add("API key", "SG." + Random[..22] + "." + Random[..43]);
            Add("card number", "4111 1111 1111 1111");
            Add("card number", "4111-1111-1111-1111", "card #{0} 12/27");
            Add("card number", "5555555555554444", "\n{0}\n");
            Add("card number", "378282246310005");
            Add("card number", "3782 822463 10005");
            Add("card number", "3056 930902 5904");
            Add("card number", "6011 1111 1111 1117", "order 1234 {0} 12 27");
            Add("card number", "2223003122003222");
            Add("IBAN", "DE89 3704 0044 0532 0130 00");
            Add("IBAN", "GB82WEST12345698765432", "to {0} by Friday");
            Add("IBAN", "fr14 2004 1010 0505 0001 3m02 606");
            Add("IBAN", "NO93 8601 1117 947");
            Add("private key", Pem("RSA PRIVATE KEY", Random));
            Add("private key", Pem("OPENSSH PRIVATE KEY", Random), "Here:\n{0}\nThanks.");
            Add("private key", Pem("PGP PRIVATE KEY BLOCK", "Version: GnuPG v2\nComment: mine\n\n" + Random + "\n=aB3d"));
            Add("private key", Pem("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n" + Random));
            Add("private key", Pem("PRIVATE KEY", Random).Replace("\n", "\\n", StringComparison.Ordinal), "\"private_key\": \"{0}\\n\"");
            Add("private key", "-----BEGIN " + "PRIVATE KEY-----\n" + Random + Random, "{0}");
            Add("private key", "AGE-SECRET-KEY-1" + new string('Q', 28) + "234567890ACDEFGHJKLMNPQRSTUVWX");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_secret_is_replaced_by_its_kind_and_nothing_around_it_is(string kind, string secret, string around)
    {
        var counts = new Dictionary<string, int>();
        var redacted = s_redactor.Redact(around.Replace("{0}", secret, StringComparison.Ordinal), counts);

        Assert.Equal(around.Replace("{0}", $"[redacted: {kind}]", StringComparison.Ordinal), redacted);
        Assert.Equal([KeyValuePair.Create(kind, 1)], counts);
    }

    [Theory]
    [InlineData("a UUID: 550e8400-e29b-41d4-a716-446655440000 and 12345678-1234-4111-8111-123456789012")]
    [InlineData("commit 9663c21a0b3d4e5f60718293a4b5c6d7e8f90123, sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("order 4111111111111112, invoice 2024-000123456789, parcel 00340434161094042557")]
    [InlineData("call +49 30 1234 5678 9012 or +4111111111111111 or (030) 123 45 67 890")]
    [InlineData("ISBN 978-3-16-148410-0, ISBN 9783161484100, EAN 4006381333931")]
    [InlineData("1700000000000 and 2026-08-01T12:00:00.000000Z and 20260801120000")]
    [InlineData("0.4111111111111111 and 4111111111111111.25 and 4,111,111,111,111,111")]
    [InlineData("€ 4,111.11 and $1 299.00 and 4 111 111 111 111 111 people")]
    [InlineData("1998 1999 2000 2001 2002 2003, and rows 1024 2048 4096 8192 16384")]
    [InlineData("class=\"sk-container-id-1 sk-estimator-doc-link sk-toggleable\" and a task-based desk-top risk-averse mask-prompt")]
    [InlineData("password: user.password; token: string; secret = os.environ[\"SECRET\"]; api_key=config.api_key")]
    [InlineData("password = getPassword2(user1); token = tokens[12]; apiKey: ${API_KEY_2}; pwd: /home/me/2024/pass1")]
    [InlineData("The secret: patience. Password: at least 8 characters. Max tokens: 4096; token budget = 32k; api key: see below")]
    [InlineData("Passwort: mindestens 8 Zeichen. Mot de passe : au moins 12 caractères. Contraseña: ocho letras. Senha: forte. Passwortmanager = KeePassXC2")]
    [InlineData("https://user:password@host and ftp://anonymous:anonymous@ftp.example, https://USER:PASS@h, https://u:<pw>@h, https://u:${PW}@h, https://u:****@h, https://u:%s@h")]
    [InlineData("http://localhost:8080/@me, ssh://git@host:22/x, https://x.example:443?mail=a@b, http://a.example:80,me@b.example and http://a.example:8080 me@b.example")]
    [InlineData("Password: forgotten? Passwort: vergessen? Mot de passe: oublié? Contraseña: ¿olvidada? Senha: esqueceu? Password: required! Passwort: ungültig!")]
    [InlineData("if (password == confirmPassword2) and password1 == password2 and password==self.password1 and assert token == expected_access_token_1")]
    [InlineData("password: values.password1, token = response.data.accessToken2024; apiKey: process.env.OPENAI_API_KEY_V2, secret: env.JWT_SECRET_256")]
    [InlineData("https://u:%PASSWORD%@h, https://u:%DB_PASS%@h, https://u:p%sx@h, https://u:$PASSWORD@h, https://u:abcd%@h")]
    [InlineData("AccountKey=<your key>; AccountKey=config.AccountKeyOfStorage; AccountKey: /etc/keys/account-key-2024; SG.1 and SG.abc.def, MSG.aaaaaaaaaaaaaaaaaaaaaa.b")]
    [InlineData("hf_hub_download, npm_config_registry, ghp_ is the prefix, AKIA is another, xoxb- too, and Bearer tokens")]
    [InlineData("tokenizer = Qwen2.5-32B-Instruct-GPTQ-Int4 and secretary = anna12345678901234567")]
    [InlineData("-----BEGIN PRIVATE KEY----- is how a key begins, and -----END PRIVATE KEY----- is how it ends.")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIBaTCCAQ6gAwIBAgIUa1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9\n-----END CERTIFICATE-----")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGa1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8 me@house")]
    [InlineData("DE44 people in room DE12, model GB2000, section AT61 of the law, NO93 8601 1117 948")]
    [InlineData("v1.2.3.4, www.example.com.au, 192.168.1.20:52415, file.name.AAAAAA.txt, 12345678:ABC")]
    public void What_only_looks_like_a_secret_stays_and_costs_no_allocation(string text)
    {
        var counts = new Dictionary<string, int>();

        Assert.Same(text, s_redactor.Redact(text, counts));
        Assert.Empty(counts);
        Assert.Equal(text, s_redactor.Redact(text + " ", counts)[..^1]);
        Assert.Equal(0, AllocatedBytes.Of(() => s_redactor.Redact(text, counts)));
    }

    [Fact]
    public void An_image_in_base64_stays()
    {
        var bytes = new byte[300_000];
        new Random(4).NextBytes(bytes);
        var text = $"![picture](data:image/png;base64,{Convert.ToBase64String(bytes)})";

        Assert.Same(text, s_redactor.Redact(text, new Dictionary<string, int>()));
    }

    [Fact]
    public void Several_secrets_in_one_text_are_counted_by_kind()
    {
        var counts = new Dictionary<string, int>();
        var text = "cards 4111 1111 1111 1111 and 5555555555554444, IBAN DE89370400440532013000";

        Assert.Equal("cards [redacted: card number] and [redacted: card number], IBAN [redacted: IBAN]", s_redactor.Redact(text, counts));
        Assert.Equal((2, 1), (counts["card number"], counts["IBAN"]));
    }

    [Fact]
    public void A_token_that_is_also_a_value_is_redacted_once()
    {
        var counts = new Dictionary<string, int>();

        Assert.Equal("token=[redacted: token]", s_redactor.Redact("token=ghp_" + Random[..36], counts));
        Assert.Equal(1, counts.Values.Sum());
    }

    [Fact]
    public void A_conversation_is_redacted_in_title_text_and_names_of_attachments_and_shares_the_rest()
    {
        var talk = Talk.Of("a", "My IBAN DE89370400440532013000", "password: hunter2!Blue", "Noted.");
        talk = talk with { Messages = [talk.Messages[0] with { Attachments = ["5555555555554444.pdf", "plan.pdf"] }, talk.Messages[1]] };

        var redacted = s_redactor.Redact(talk, new Dictionary<string, int>());

        Assert.Equal("My IBAN [redacted: IBAN]", redacted.Title);
        Assert.Equal("password: [redacted: password]", redacted.Messages[0].Text);
        Assert.Equal(["[redacted: card number].pdf", "plan.pdf"], redacted.Messages[0].Attachments);
        Assert.Same(talk.Messages[1], redacted.Messages[1]);
        Assert.Same(redacted, s_redactor.Redact(redacted, new Dictionary<string, int>()));
    }

    [Fact]
    public void Each_kind_can_be_switched_off_alone_and_all_together()
    {
        var text = string.Join("\n\n", Secrets.Select(row => ((string)row[2]).Replace("{0}", (string)row[1], StringComparison.Ordinal)));
        foreach (var (kind, off) in new Dictionary<string, Action<RedactionOptions>>
        {
            ["API key"] = options => options.ApiKeys = false,
            ["token"] = options => options.Tokens = false,
            ["password"] = options => options.Passwords = false,
            ["card number"] = options => options.CardNumbers = false,
            ["IBAN"] = options => options.Ibans = false,
            ["private key"] = options => options.PrivateKeys = false,
        })
        {
            var options = new RedactionOptions();
            off(options);
            var counts = new Dictionary<string, int>();
            new Redactor(options).Redact(text, counts);
            Assert.DoesNotContain(kind, counts.Keys);
            Assert.Equal(5, counts.Count);
        }

        Assert.Same(text, new Redactor(new RedactionOptions { Enabled = false }).Redact(text, new Dictionary<string, int>()));
    }

    [Fact]
    public void A_pattern_of_ones_own_is_redacted_under_its_name_and_an_exception_never_is()
    {
        var redactor = new Redactor(new RedactionOptions
        {
            Patterns = { new RedactionPattern { Name = "membership number", Expression = @"\bM-\d{6}\b" } },
            Exceptions = { "4111 1111 1111 1111" },
        });
        var counts = new Dictionary<string, int>();

        Assert.Equal(
            "[redacted: membership number], test card 4111 1111 1111 1111, real [redacted: card number]",
            redactor.Redact("M-123456, test card 4111 1111 1111 1111, real 5555 5555 5555 4444", counts));
        Assert.Equal(2, counts.Values.Sum());
    }

    [Theory]
    [InlineData("membership", "(", "Redaction:Patterns:0:Expression is not a regular expression")]
    [InlineData("membership", "(a)\\1", "uses look-around or a back-reference")]
    [InlineData("membership", "a*", "matches the empty text")]
    [InlineData("membership", "", "Redaction:Patterns:0:Expression is not set")]
    [InlineData("", "a+", "Redaction:Patterns:0:Name is ''")]
    [InlineData("a]b", "a+", "without brackets")]
    public void A_pattern_that_cannot_be_used_is_named_in_one_sentence(string name, string expression, string sentence)
    {
        var options = new RedactionOptions { Patterns = { new RedactionPattern { Name = name, Expression = expression } } };
        var result = new RedactionOptionsValidator().Validate(null, options);

        Assert.Contains(sentence, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void The_fingerprint_changes_with_every_option_that_changes_what_is_redacted()
    {
        var all = new HashSet<string>
        {
            new Redactor(new RedactionOptions()).Fingerprint,
            new Redactor(new RedactionOptions { Enabled = false }).Fingerprint,
            new Redactor(new RedactionOptions { Ibans = false }).Fingerprint,
            new Redactor(new RedactionOptions { Exceptions = { "x" } }).Fingerprint,
            new Redactor(new RedactionOptions { Patterns = { new RedactionPattern { Name = "n", Expression = "x" } } }).Fingerprint,
        };

        Assert.Equal(5, all.Count);
        Assert.Contains(new Redactor(new RedactionOptions()).Fingerprint, all);
    }

    private static string Pem(string label, string body) => $"-----BEGIN {label}-----\n{body}\n-----END {label}-----";
}
