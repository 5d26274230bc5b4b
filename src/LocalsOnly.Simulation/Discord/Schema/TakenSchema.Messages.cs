namespace LocalsOnly.Simulation.Discord.Schema;

internal static partial class TakenSchema
{
    public const string Messages = """
        EmbedFooter
          text: string 1..2048
          icon_url?: string ..2048
          proxy_icon_url?: string
        EmbedMedia
          url: string 1..2048
          proxy_url?: string
          height?: integer
          width?: integer
        EmbedAuthor
          name: string 1..256
          url?: string ..2048
          icon_url?: string ..2048
          proxy_icon_url?: string
        EmbedField
          name: string 1..256
          value: string 1..1024
          inline?: boolean
        Embed
          title?: ?string ..256
          type?: string
          description?: ?string ..4096
          url?: ?string ..2048
          timestamp?: ?iso8601
          color?: ?integer 0..16777215
          footer?: ?EmbedFooter
          image?: ?EmbedMedia
          thumbnail?: ?EmbedMedia
          author?: ?EmbedAuthor
          fields?: ?[EmbedField] ..25
        AllowedMentions
          parse?: ["roles"|"users"|"everyone"]
          roles?: [snowflake] ..100
          users?: [snowflake] ..100
          replied_user?: boolean
        MessageReference
          type?: 0|1
          message_id?: snowflake
          channel_id?: snowflake
          guild_id?: snowflake
          fail_if_not_exists?: boolean
        PartialAttachment
          id: snowflake|integer
          filename?: string ..1024
          title?: string
          description?: ?string ..1024
          content_type?: string
          size?: integer
          url?: string
          proxy_url?: string
          height?: ?integer
          width?: ?integer
          ephemeral?: boolean
          flags?: integer
        CreateMessage
          content?: ?string ..2000
          nonce?: string ..25|integer
          tts?: boolean
          embeds?: ?[Embed] ..10
          allowed_mentions?: ?AllowedMentions
          message_reference?: ?MessageReference
          components?: ?[Component] ..40
          sticker_ids?: [snowflake] ..3
          attachments?: [PartialAttachment] ..10
          flags?: ?integer
          enforce_nonce?: boolean
          poll?: ?any
        EditMessage
          content?: ?string ..2000
          embeds?: ?[Embed] ..10
          flags?: ?integer
          allowed_mentions?: ?AllowedMentions
          components?: ?[Component] ..40
          attachments?: ?[PartialAttachment] ..10
        ExecuteWebhook
          content?: ?string ..2000
          username?: ?string 1..80
          avatar_url?: ?string
          tts?: boolean
          embeds?: ?[Embed] ..10
          allowed_mentions?: ?AllowedMentions
          components?: ?[Component] ..40
          attachments?: [PartialAttachment] ..10
          flags?: ?integer
          thread_name?: string 1..100
          applied_tags?: [snowflake]
          poll?: ?any
        EditWebhookMessage
          content?: ?string ..2000
          embeds?: ?[Embed] ..10
          flags?: ?integer
          allowed_mentions?: ?AllowedMentions
          components?: ?[Component] ..40
          attachments?: ?[PartialAttachment] ..10
          poll?: ?any
        BulkDelete
          messages: [snowflake] 2..100
        """;
}
