namespace LocalsOnly.Simulation.Discord.Schema;

/// <summary>What clients send: the bodies of requests and the payloads of the gateway.</summary>
/// <remarks>discord.com/developers/docs: resources message, channel, webhook; components/reference; interactions; events/gateway-events.</remarks>
internal static partial class TakenSchema
{
    public const string Components = """
        PartialEmoji
          id?: ?snowflake
          name?: ?string
          animated?: boolean
        ActionRow
          type: 1
          id?: integer
          components: [RowChild] 1..5
        RowChild = type: 2 Button, 3 StringSelect, 5 AutoSelect, 6 AutoSelect, 7 AutoSelect, 8 AutoSelect
        Button
          type: 2
          id?: integer
          style: 1|2|3|4|5|6
          label?: string ..80
          emoji?: PartialEmoji
          custom_id?: string 1..100
          sku_id?: snowflake
          url?: string 1..512
          disabled?: boolean
        SelectOption
          label: string 1..100
          value: string 1..100
          description?: string ..100
          emoji?: PartialEmoji
          default?: boolean
        StringSelect
          type: 3
          id?: integer
          custom_id: string 1..100
          options: [SelectOption] 1..25
          placeholder?: string ..150
          min_values?: integer 0..25
          max_values?: integer 1..25
          required?: boolean
          disabled?: boolean
        AutoSelect
          type: 5|6|7|8
          id?: integer
          custom_id: string 1..100
          channel_types?: [integer]
          placeholder?: string ..150
          default_values?: [any] ..25
          min_values?: integer 0..25
          max_values?: integer 1..25
          required?: boolean
          disabled?: boolean
        TextInput
          type: 4
          id?: integer
          custom_id: string 1..100
          style: 1|2
          label?: string 1..45
          min_length?: integer 0..4000
          max_length?: integer 1..4000
          required?: boolean
          value?: string ..4000
          placeholder?: string ..100
        MediaItem
          url: string
        Section
          type: 9
          id?: integer
          components: [TextDisplay] 1..3
          accessory: Accessory
        Accessory = type: 2 Button, 11 Thumbnail
        TextDisplay
          type: 10
          id?: integer
          content: string 1..4000
        Thumbnail
          type: 11
          id?: integer
          media: MediaItem
          description?: ?string ..1024
          spoiler?: boolean
        GalleryItem
          media: MediaItem
          description?: ?string ..1024
          spoiler?: boolean
        MediaGallery
          type: 12
          id?: integer
          items: [GalleryItem] 1..10
        FileComponent
          type: 13
          id?: integer
          file: MediaItem
          spoiler?: boolean
        Separator
          type: 14
          id?: integer
          divider?: boolean
          spacing?: 1|2
        Container
          type: 17
          id?: integer
          components: [ContainerChild] 1..
          accent_color?: ?integer 0..16777215
          spoiler?: boolean
        ContainerChild = type: 1 ActionRow, 9 Section, 10 TextDisplay, 12 MediaGallery, 13 FileComponent, 14 Separator
        Component = type: 1 ActionRow, 9 Section, 10 TextDisplay, 12 MediaGallery, 13 FileComponent, 14 Separator, 17 Container
        ModalRow
          type: 1
          id?: integer
          components: [TextInput] 1..1
        Label
          type: 18
          id?: integer
          label: string 1..45
          description?: string ..100
          component: LabelChild
        LabelChild = type: 3 StringSelect, 4 TextInput, 5 AutoSelect, 6 AutoSelect, 7 AutoSelect, 8 AutoSelect
        ModalComponent = type: 1 ModalRow, 10 TextDisplay, 18 Label
        """;
}
