"""The category tree and the product types of the demonstration. Icecat's file has neither; both are ours."""

from typing import Final, NamedTuple


class Category(NamedTuple):
    """A place in the navigation. A leaf's products are of `type_code`; a branch has none of its own."""

    code: str
    parent: str | None
    name: str
    name_en: str
    type_code: str | None = None


class ProductType(NamedTuple):
    """`warranty_months` is what Turkish dealers expect of the kind; consumables have none."""

    code: str
    name: str
    name_en: str
    warranty_months: int | None = None


OTHER: Final = "other"

CATEGORIES: Final = (
    Category("computers", None, "Bilgisayarlar", "Computers"),
    Category("notebooks", "computers", "Dizüstü Bilgisayarlar", "Notebooks", "notebook"),
    Category("desktops", "computers", "Masaüstü Bilgisayarlar ve İş İstasyonları", "Desktops", "desktop"),
    Category("thin-clients", "computers", "İnce İstemciler", "Thin Clients", "desktop"),
    Category("tablets", "computers", "Tabletler ve El Terminalleri", "Tablets and Handhelds", "tablet"),
    Category("servers", "computers", "Sunucular", "Servers", "server"),
    Category("components", None, "Bilgisayar Bileşenleri", "Components"),
    Category("processors", "components", "İşlemciler", "Processors", "processor"),
    Category("motherboards", "components", "Anakartlar", "Motherboards", "motherboard"),
    Category("memory", "components", "Bellekler", "Memory Modules", "memory"),
    Category("graphics-cards", "components", "Ekran Kartları", "Graphics Cards", "graphics-card"),
    Category("psu", "components", "Güç Kaynakları", "Power Supplies", "psu"),
    Category("cases", "components", "Bilgisayar Kasaları", "Computer Cases", "case"),
    Category("cooling", "components", "Soğutma", "Cooling", "cooling"),
    Category(
        "interface-cards", "components", "Arayüz ve Denetleyici Kartları", "Interface Cards", "interface-card"
    ),
    Category("storage", None, "Depolama", "Storage"),
    Category("hard-drives", "storage", "Sabit Diskler", "Hard Drives", "hard-drive"),
    Category("ssd", "storage", "SSD Diskler", "Solid State Drives", "ssd"),
    Category("flash", "storage", "USB Bellek ve Hafıza Kartları", "USB Flash and Memory Cards", "flash"),
    Category("optical-drives", "storage", "Optik Sürücüler", "Optical Drives", "optical-drive"),
    Category("media", "storage", "Veri Ortamları ve Kartuşlar", "Blank Media and Tapes", "media"),
    Category(
        "storage-systems",
        "storage",
        "Disk Kutuları ve Depolama Sistemleri",
        "Storage Systems",
        "storage-system",
    ),
    Category("printing", None, "Baskı ve Görüntüleme", "Printing and Imaging"),
    Category("printers", "printing", "Yazıcılar", "Printers", "printer"),
    Category("mfp", "printing", "Çok İşlevli Yazıcılar", "Multifunction Printers", "printer"),
    Category("label-printers", "printing", "Etiket ve Fiş Yazıcıları", "Label Printers", "label-printer"),
    Category("scanners", "printing", "Tarayıcılar", "Scanners", "scanner"),
    Category(
        "printer-parts", "printing", "Yazıcı Aksesuar ve Parçaları", "Printer Accessories", "printer-part"
    ),
    Category("consumables", "printing", "Sarf Malzemeleri", "Consumables"),
    Category("toner", "consumables", "Tonerler", "Toner Cartridges", "toner"),
    Category("ink", "consumables", "Mürekkep Kartuşları", "Ink Cartridges", "ink"),
    Category("drums", "consumables", "Drum, Fırın ve Bakım Kitleri", "Drums, Fusers and Kits", "drum"),
    Category("ribbons", "consumables", "Şeritler", "Printer Ribbons", "ribbon"),
    Category("paper", "consumables", "Fotoğraf ve Baskı Kâğıtları", "Photo and Printing Paper", "paper"),
    Category("labels", "consumables", "Etiketler", "Labels", "label"),
    Category("label-tapes", "consumables", "Etiket Şeritleri", "Label Tapes", "label-tape"),
    Category("networking", None, "Ağ Ürünleri", "Networking"),
    Category("switches", "networking", "Anahtarlar", "Network Switches", "switch"),
    Category("wireless", "networking", "Yönlendirici ve Kablosuz", "Routers and Wireless", "wireless"),
    Category(
        "network-adapters",
        "networking",
        "Ağ Kartları ve Dönüştürücüler",
        "Network Adapters",
        "network-adapter",
    ),
    Category("security-cameras", "networking", "Güvenlik Kameraları", "Security Cameras", "camera"),
    Category("cables", None, "Kablolar ve Adaptörler", "Cables and Adapters"),
    Category("network-cables", "cables", "Ağ Kabloları", "Network Cables", "cable"),
    Category("fibre-cables", "cables", "Fiber Kablolar", "Fibre Optic Cables", "cable"),
    Category("usb-cables", "cables", "USB ve FireWire Kabloları", "USB and FireWire Cables", "cable"),
    Category("video-cables", "cables", "Görüntü Kabloları", "Video Cables", "cable"),
    Category("audio-cables", "cables", "Ses Kabloları", "Audio Cables", "cable"),
    Category("power-cables", "cables", "Güç Kabloları", "Power Cables", "cable"),
    Category("kvm-cables", "cables", "KVM ve Klavye Kabloları", "KVM and Keyboard Cables", "cable"),
    Category("serial-cables", "cables", "Seri ve Paralel Kablolar", "Serial and Parallel Cables", "cable"),
    Category("internal-cables", "cables", "Dahili ve Sürücü Kabloları", "Internal and Drive Cables", "cable"),
    Category("phone-cables", "cables", "Telefon Kabloları", "Telephone Cables", "cable"),
    Category("cable-adapters", "cables", "Adaptör ve Dönüştürücüler", "Adapters and Couplers", "cable"),
    Category(
        "cable-management",
        "cables",
        "Konnektör ve Kablo Düzenleme",
        "Connectors and Cable Management",
        "cabling",
    ),
    Category("power", None, "Güç ve Kabin", "Power and Racks"),
    Category("ups", "power", "Kesintisiz Güç Kaynakları", "UPS", "ups"),
    Category("ups-batteries", "power", "KGK Aküleri ve Parçaları", "UPS Batteries and Parts", "ups-battery"),
    Category("pdu", "power", "Güç Dağıtım Üniteleri", "Power Distribution Units", "pdu"),
    Category("surge", "power", "Akım Korumalı Prizler", "Surge Protectors", "surge"),
    Category("batteries", "power", "Piller ve Şarj Cihazları", "Batteries and Chargers", "battery"),
    Category("power-adapters", "power", "Güç Adaptörleri", "Power Adapters", "power-adapter"),
    Category("racks", "power", "Kabin ve Kabin Aksesuarları", "Racks and Accessories", "rack"),
    Category("kvm", "power", "KVM ve Konsollar", "KVM Switches and Consoles", "kvm"),
    Category("display", None, "Görüntü Sistemleri", "Displays"),
    Category("monitors", "display", "Monitörler", "Monitors", "monitor"),
    Category("tv", "display", "TV ve Bilgi Ekranları", "TVs and Signage", "monitor"),
    Category("projectors", "display", "Projeksiyon Cihazları", "Projectors", "projector"),
    Category(
        "projector-lamps",
        "display",
        "Projeksiyon Lamba ve Perdeleri",
        "Projector Lamps, Screens",
        "projector-lamp",
    ),
    Category("mounts", "display", "Askı Aparatları ve Standlar", "Mounts and Stands", "mount"),
    Category(
        "av-extenders",
        "display",
        "Görüntü Çoklayıcı ve Uzatıcılar",
        "AV Splitters and Extenders",
        "av-extender",
    ),
    Category("peripherals", None, "Çevre Birimleri", "Peripherals"),
    Category("keyboards", "peripherals", "Klavyeler", "Keyboards", "keyboard"),
    Category("mice", "peripherals", "Fareler", "Mice", "mouse"),
    Category("headsets", "peripherals", "Kulaklıklar ve Mikrofonlar", "Headsets and Microphones", "headset"),
    Category("speakers", "peripherals", "Hoparlör ve Ses Sistemleri", "Speakers and Audio", "speaker"),
    Category(
        "docking", "peripherals", "Bağlantı İstasyonu ve USB Çoklayıcı", "Docks and USB Hubs", "docking"
    ),
    Category(
        "webcams",
        "peripherals",
        "Web Kameraları ve Oyun Aygıtları",
        "Webcams and Game Controllers",
        "controller",
    ),
    Category("accessories", None, "Aksesuarlar", "Accessories"),
    Category("bags", "accessories", "Çanta ve Kılıflar", "Bags and Cases", "bag"),
    Category(
        "notebook-accessories", "accessories", "Dizüstü Aksesuarları", "Notebook Accessories", "accessory"
    ),
    Category("notebook-batteries", "accessories", "Dizüstü Bataryaları", "Notebook Batteries", "battery"),
    Category("locks", "accessories", "Kilit ve Güvenlik", "Locks and Privacy Filters", "accessory"),
    Category("spare-parts", "accessories", "Yedek Parçalar", "Spare Parts", "general"),
    Category("electronics", None, "Tüketici Elektroniği", "Consumer Electronics"),
    Category("cameras", "electronics", "Fotoğraf ve Video", "Photo and Video", "camera"),
    Category(
        "lenses", "electronics", "Objektif ve Foto Aksesuarları", "Lenses and Photo Accessories", "lens"
    ),
    Category("players", "electronics", "Oynatıcı ve Navigasyon", "Players and Navigation", "player"),
    Category("phones", "electronics", "Telefonlar", "Telephones", "phone"),
    Category("personal-care", "electronics", "Kişisel Bakım", "Personal Care", "appliance"),
    Category("appliances", "electronics", "Ev Aletleri", "Home Appliances", "appliance"),
    Category("lighting", "electronics", "Aydınlatma", "Lighting", "lighting"),
    Category("office", None, "Ofis ve Yazılım", "Office and Software"),
    Category("stationery", "office", "Ofis ve Kırtasiye", "Office Supplies", "stationery"),
    Category("software", "office", "Yazılım, Lisans ve Hizmet", "Software and Services", "service"),
    Category("toys", "office", "Oyuncak ve Hobi", "Toys and Hobby", "toy"),
    Category(OTHER, None, "Diğer", "Other", "general"),
)

TYPES: Final = (
    ProductType("notebook", "Dizüstü bilgisayar", "Notebook", 24),
    ProductType("desktop", "Masaüstü bilgisayar", "Desktop computer", 24),
    ProductType("tablet", "Tablet", "Tablet", 24),
    ProductType("server", "Sunucu", "Server", 36),
    ProductType("processor", "İşlemci", "Processor", 36),
    ProductType("motherboard", "Anakart", "Motherboard", 24),
    ProductType("memory", "Bellek", "Memory module", 24),
    ProductType("graphics-card", "Ekran kartı", "Graphics card", 24),
    ProductType("psu", "Güç kaynağı", "Power supply", 24),
    ProductType("case", "Bilgisayar kasası", "Computer case", 24),
    ProductType("cooling", "Soğutma", "Cooling", 24),
    ProductType("interface-card", "Arayüz kartı", "Interface card", 24),
    ProductType("hard-drive", "Sabit disk", "Hard drive", 24),
    ProductType("ssd", "SSD", "Solid state drive", 36),
    ProductType("flash", "USB bellek", "Flash memory", 24),
    ProductType("optical-drive", "Optik sürücü", "Optical drive", 24),
    ProductType("media", "Veri ortamı", "Blank media"),
    ProductType("storage-system", "Depolama sistemi", "Storage system", 24),
    ProductType("printer", "Yazıcı", "Printer", 24),
    ProductType("label-printer", "Etiket yazıcısı", "Label printer", 24),
    ProductType("scanner", "Tarayıcı", "Scanner", 24),
    ProductType("printer-part", "Yazıcı parçası", "Printer accessory", 12),
    ProductType("toner", "Toner", "Toner cartridge"),
    ProductType("ink", "Mürekkep kartuşu", "Ink cartridge"),
    ProductType("drum", "Drum ve bakım kiti", "Drum or kit"),
    ProductType("ribbon", "Şerit", "Printer ribbon"),
    ProductType("paper", "Baskı kâğıdı", "Printing paper"),
    ProductType("label", "Etiket", "Label"),
    ProductType("label-tape", "Etiket şeridi", "Label tape"),
    ProductType("switch", "Anahtar", "Network switch", 36),
    ProductType("wireless", "Yönlendirici", "Router", 24),
    ProductType("network-adapter", "Ağ kartı", "Network adapter", 24),
    ProductType("cable", "Kablo", "Cable", 24),
    ProductType("cabling", "Kablolama", "Cabling"),
    ProductType("ups", "Kesintisiz güç kaynağı", "UPS", 24),
    ProductType("ups-battery", "KGK aküsü", "UPS battery", 12),
    ProductType("pdu", "Güç dağıtım ünitesi", "PDU", 24),
    ProductType("surge", "Akım korumalı priz", "Surge protector", 24),
    ProductType("battery", "Pil", "Battery", 12),
    ProductType("power-adapter", "Güç adaptörü", "Power adapter", 24),
    ProductType("rack", "Kabin", "Rack", 24),
    ProductType("kvm", "KVM", "KVM switch", 24),
    ProductType("monitor", "Monitör", "Monitor", 36),
    ProductType("projector", "Projeksiyon cihazı", "Projector", 24),
    ProductType("projector-lamp", "Projeksiyon lambası", "Projector lamp", 6),
    ProductType("mount", "Askı aparatı", "Mount", 24),
    ProductType("av-extender", "Görüntü çoklayıcı", "AV splitter", 24),
    ProductType("keyboard", "Klavye", "Keyboard", 24),
    ProductType("mouse", "Fare", "Mouse", 24),
    ProductType("headset", "Kulaklık", "Headset", 24),
    ProductType("speaker", "Hoparlör", "Speaker", 24),
    ProductType("docking", "Bağlantı istasyonu", "Dock or hub", 24),
    ProductType("controller", "Oyun aygıtı", "Game controller", 24),
    ProductType("bag", "Çanta", "Bag", 24),
    ProductType("accessory", "Aksesuar", "Accessory", 24),
    ProductType("camera", "Kamera", "Camera", 24),
    ProductType("lens", "Objektif", "Lens", 24),
    ProductType("player", "Oynatıcı", "Player", 24),
    ProductType("phone", "Telefon", "Telephone", 24),
    ProductType("appliance", "Ev aleti", "Appliance", 24),
    ProductType("lighting", "Aydınlatma", "Lighting", 24),
    ProductType("stationery", "Kırtasiye", "Stationery"),
    ProductType("service", "Yazılım ve hizmet", "Software and services"),
    ProductType("toy", "Oyuncak", "Toy"),
    ProductType("general", "Genel", "General"),
)

BY_CODE: Final = {category.code: category for category in CATEGORIES}
TYPE_BY_CODE: Final = {kind.code: kind for kind in TYPES}
LEAVES: Final = tuple(category for category in CATEGORIES if category.type_code)


def type_of(leaf: str) -> ProductType:
    code = BY_CODE[leaf].type_code
    if code is None:
        raise ValueError(f"{leaf} is a branch: no product is in it.")
    return TYPE_BY_CODE[code]
