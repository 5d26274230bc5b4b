namespace LocalsOnly.Simulation.Discord.Schema;

internal static partial class SentSchema
{
    public const string Messages = """
        Attachment
          id: snowflake
          filename: string
          title?: string
          description?: string ..1024
          content_type?: string
          size: integer
          url: string
          proxy_url: string
          height?: ?integer
          width?: ?integer
          ephemeral?: boolean
          flags?: integer
        EmbedField
          name: string
          value: string
          inline?: boolean
        EmbedFooter
          text: string
          icon_url?: string
          proxy_icon_url?: string
        EmbedMedia
          url: string
          proxy_url?: string
          height?: integer
          width?: integer
        EmbedAuthor
          name: string
          url?: string
          icon_url?: string
        Embed
          title?: string
          type?: "rich"|"link"
          description?: string
          url?: string
          timestamp?: iso8601
          color?: integer
          footer?: EmbedFooter
          image?: EmbedMedia
          thumbnail?: EmbedMedia
          author?: EmbedAuthor
          fields?: [EmbedField] ..25
        Emoji
          id: ?snowflake
          name: ?string
          animated?: boolean
        Reaction
          count: integer
          count_details: ReactionCounts
          me: boolean
          me_burst: boolean
          emoji: Emoji
          burst_colors: [string]
        ReactionCounts
          burst: integer
          normal: integer
        MessageReference
          type?: 0|1
          message_id?: snowflake
          channel_id?: snowflake
          guild_id?: snowflake
          fail_if_not_exists?: boolean
        Component
          type: integer 1..18
          id: integer
          custom_id?: string
          components?: [Component]
          accessory?: Component
          style?: integer
          label?: string
          emoji?: any
          url?: string
          disabled?: boolean
          options?: [any]
          placeholder?: string
          min_values?: integer
          max_values?: integer
          channel_types?: [integer]
          default_values?: [any]
          content?: string
          media?: any
          description?: ?string
          spoiler?: boolean
          items?: [any]
          file?: any
          divider?: boolean
          spacing?: integer
          accent_color?: ?integer
        Message
          id: snowflake
          channel_id: snowflake
          author: User
          content: string
          timestamp: iso8601
          edited_timestamp: ?iso8601
          tts: boolean
          mention_everyone: boolean
          mentions: [MentionedUser]
          mention_roles: [snowflake]
          attachments: [Attachment]
          embeds: [Embed] ..10
          reactions?: [Reaction]
          nonce?: string|integer
          pinned: boolean
          webhook_id?: snowflake
          type: 0|7|18|19|20|21
          application_id?: snowflake
          flags?: integer
          message_reference?: MessageReference
          referenced_message?: ?Message
          interaction_metadata?: InteractionMetadata
          thread?: Channel
          components?: [Component]
        """;
}
