"""The words that invented dealers, their streets and their people are named with."""

from typing import Final

FIRST_WORDS: Final = (
    "Akçınar", "Akdora", "Altınyurt", "Ardıçlı", "Atakule", "Aydoğuş", "Bahçekent", "Balçova", "Barınak",
    "Başarsoy", "Bereketli", "Boğazkent", "Bozdağlı", "Çağlayan", "Çamlıbel", "Çelikyol", "Çevrim",
    "Çınarlı", "Dağyeli", "Denizkent", "Dolunay", "Doruksan", "Duruçay", "Efekent", "Egeyol", "Ekinci",
    "Elmadağ", "Erciyes", "Fırtınalı", "Gökçeada", "Gökırmak", "Gülpınar", "Günışığı", "Güneydoğu",
    "Hisarönü", "Ihlamur", "Irmaksu", "İlkadım", "İncesu", "Kaledibi", "Karaçam", "Karadeniz",
    "Kardelen", "Kavaklı", "Kervan", "Kızılırmak", "Körfezkent", "Kuzeyyıldız", "Lalezar", "Marmarasu",
    "Mavikent", "Meşelik", "Nergisli", "Ovakent", "Ördekli", "Özgünay", "Palandöken", "Papatya",
    "Pınarbaşı", "Poyraz", "Rüzgârlı", "Sakarbaşı", "Sarıçam", "Selvili", "Söğütlü", "Şafakkent",
    "Şelale", "Taşköprü", "Tepeüstü", "Toroslu", "Tunçbilek", "Uludoruk", "Umutkent", "Üçpınar",
    "Vadikent", "Yakamoz", "Yeditepe", "Yeşilova", "Yıldırtepe", "Zeytinli",
)  # fmt: skip

TRADES: Final = (
    "Bilişim", "Bilgisayar", "Teknoloji", "Elektronik", "Bilgi Sistemleri", "Bilişim Teknolojileri",
    "Ofis Sistemleri", "Yazılım ve Donanım", "Ağ Sistemleri", "Bilgisayar ve Ofis Makineleri",
)  # fmt: skip

FORMS: Final = ("Ltd. Şti.", "San. ve Tic. Ltd. Şti.", "Tic. A.Ş.", "San. ve Tic. A.Ş.", "Paz. Ltd. Şti.")

GIVEN_NAMES: Final = (
    "Ahmet", "Ayşe", "Burak", "Cem", "Deniz", "Derya", "Ebru", "Elif", "Emre", "Esra", "Fatma", "Gamze",
    "Hakan", "Hülya", "İbrahim", "İrem", "Kemal", "Leyla", "Mehmet", "Melis", "Murat", "Nalan", "Oğuz",
    "Özlem", "Pınar", "Rıza", "Selin", "Serkan", "Şebnem", "Tolga", "Umut", "Yasemin", "Zeynep",
)  # fmt: skip

FAMILY_NAMES: Final = (
    "Acar", "Aksoy", "Altun", "Arslan", "Aydın", "Bayraktar", "Bulut", "Çakır", "Çetin", "Demir",
    "Doğan", "Erdem", "Ergin", "Güneş", "Işık", "Kaplan", "Karaca", "Kılıç", "Koç", "Korkmaz", "Öztürk",
    "Polat", "Sezer", "Şahin", "Tekin", "Toprak", "Tunç", "Uçar", "Yalçın", "Yıldız", "Yılmaz",
)  # fmt: skip

STREETS: Final = (
    "Atatürk Caddesi", "Cumhuriyet Caddesi", "İnönü Caddesi", "İstiklal Sokak", "Gazi Bulvarı",
    "Zafer Sokak", "Barış Sokak", "Lale Sokak", "Menekşe Sokak", "Çarşı Caddesi", "Sanayi Caddesi",
    "Okul Sokak", "Fatih Caddesi", "Mimar Sinan Caddesi", "Yunus Emre Sokak", "Şehitler Caddesi",
)  # fmt: skip

# Weighted: where Turkish IT dealers are. The telephone's area code stands with each.
PROVINCES: Final = (
    *(("İstanbul", "212"),) * 9, *(("İstanbul", "216"),) * 6, *(("Ankara", "312"),) * 6,
    *(("İzmir", "232"),) * 5, *(("Bursa", "224"),) * 3, *(("Antalya", "242"),) * 3,
    *(("Kocaeli", "262"),) * 2, *(("Konya", "332"),) * 2, *(("Adana", "322"),) * 2,
    *(("Gaziantep", "342"),) * 2, ("Mersin", "324"), ("Kayseri", "352"), ("Eskişehir", "222"),
    ("Samsun", "362"), ("Trabzon", "462"), ("Denizli", "258"), ("Sakarya", "264"), ("Manisa", "236"),
    ("Diyarbakır", "412"), ("Malatya", "422"), ("Balıkesir", "266"), ("Tekirdağ", "282"),
)  # fmt: skip
