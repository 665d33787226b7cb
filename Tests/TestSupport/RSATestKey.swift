/// An RSA key of the tests alone, and its certificate.
package enum RSATestKey {
    package static let pem = """
        -----BEGIN PRIVATE KEY-----
        MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCtpZILjtsZ0Iw2
        BiQBUOFgudNrYnvcva3SGrGCziwffaafmudddHJCvu1p7KdAhPmVKKqEgz7yIPki
        lPM+48wiBaLGuVLc7GfqBdzx82oME/EOl4tvz3XGZaqxWHaAhIcTP3WN5UCO+n1P
        cBJt59l290W1RrulTRtVk36bLLgkfWZJbdodEP9xKciNxdMTPgo4R7RO+v9iFdvN
        90vbNuozviCaSObV/OS05bJIk9G/g5MkzuZOlJ0fkj9PQpjjauad0+DVMlMwK/BB
        AsLLKFKYL/5UO5dwF9bcQNiwOFwyfKPN9m5P0JfLefA9Pv4SJnwl+jYlJLly6KaK
        bYFIktWXAgMBAAECggEAAQPJsbWZBDKazyoEBdnyJz2Oxb7imGynWmX7iZco3NpA
        Igimt34ZuNgizQ6r/42HY97D+FhIAuQ8cH5MWZ69L6m2xNCKcm4TQWPdYbCZew6W
        xw4Nq46b0pf/gl/Q+XlMzMj/J+AiG3PNTayK/wdu1uolByUtrY6gzUQ6Zi/Bt7zd
        YVfcqiVIUrwTxIzPMsfHkFIkHoFl33sqs51h0JkC4p6iOZVF80cUYP5V30g3wjM1
        v/Z3eNIRmp8lCrMffPjavCl92P2ZU/o+B3ayAWj1BkPqvafLErSfWlO23ANWaYZH
        9QchdyC7xAnLOLWUhC5l5sOc3uFuNSRH56MCNBvpwQKBgQD0iyXX0HttNkAga81f
        yoF4sdPAGE9TbuNeShBcqfbdEkqGiojHP6YXv+zhEPItkdWgk78jm/5GQXpMCVXk
        ULNa8FgL/KYMN62qIV/pVHrd29EGzSqW6FtfZo4eK0RK0ikr9aKOP+1WdIPJJ1CC
        VCBJJ6X0QF66KX2c+PcHSaWnYQKBgQC1yCU/Hn/easU6GDofVsm04jjXCjXHb36R
        C4hm2c4ZaJ/SEBX9zHXG5HPk21S/Tci3oaCDrODqyuCyiqkSFioJ/uDBI8eNb8HH
        Up6Ggrve3Sl9frBDtLkV5/NwgiXqCE0haftQ2Z0kwDIivSp9PRQuNMt6YOVaeeKm
        svDm3hi39wKBgERyzlziFiozjS+F/S5a2HKYE9Uo+Ms5tpql0H6fdGHcxM9z52Ue
        A7eSGRPGUoM+1rTjphSpjTrNCRZPZqNJk2pY68wvI6s3ynxcayQ8aUfAR3nH46vp
        zemeIxl+stbejHepgZ6fdidE5b5gKsDQG1lep6z+d4VUJ7zQUxTPIHcBAoGAaVlV
        5K+rUV41cQarYJAuk6rrYAylwDAofKzfXyPpIqaUwOvbotvEggDR/ZbzFW9h3LJJ
        0SX2r3vmHvLnKvk3YdWZsbUnqBtVhUunXbMUaANqUTWDt6lb/osPdWunx2sKMEw4
        ftGvFaZhJ+rTXgNw15p3NjRDl1y98vgPTuz2DF8CgYAIjWtUwMeX2/nB52FhpIo3
        4D74QjYeLZtvXMQGq5ccQ4pfafAzzF59b76liBp3+FSP1oABcFTi074Amhoa0ZcT
        a12Y18ngMM8RlAakJFI2/7GyM29WHEBHDmduKfthhEISyku6mhQvop6oBF51XZEv
        tDIHyXvyrKPl2bEPuA/ZPw==
        -----END PRIVATE KEY-----
        """

    package static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIDATCCAemgAwIBAgIUSZXssg/QqfxdanRsUKapSs40uSUwDQYJKoZIhvcNAQEL
        BQAwDzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjkwMzU2NDdaGA8yMTI2MTEwNTAz
        NTY0N1owDzENMAsGA1UEAwwEdGVzdDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCC
        AQoCggEBAK2lkguO2xnQjDYGJAFQ4WC502tie9y9rdIasYLOLB99pp+a5110ckK+
        7Wnsp0CE+ZUoqoSDPvIg+SKU8z7jzCIFosa5UtzsZ+oF3PHzagwT8Q6Xi2/PdcZl
        qrFYdoCEhxM/dY3lQI76fU9wEm3n2Xb3RbVGu6VNG1WTfpssuCR9Zklt2h0Q/3Ep
        yI3F0xM+CjhHtE76/2IV2833S9s26jO+IJpI5tX85LTlskiT0b+DkyTO5k6UnR+S
        P09CmONq5p3T4NUyUzAr8EECwssoUpgv/lQ7l3AX1txA2LA4XDJ8o832bk/Ql8t5
        8D0+/hImfCX6NiUkuXLopoptgUiS1ZcCAwEAAaNTMFEwHQYDVR0OBBYEFH8PpGoS
        tN7nZsJ1Y6HVX2yo1ggEMB8GA1UdIwQYMBaAFH8PpGoStN7nZsJ1Y6HVX2yo1ggE
        MA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEBAAEEFHfi17elWTG+
        idHg5tpbQIqzb2ivIEYTtrdEcljQruOed/cqMGDasyiXm3mADAlXW4rfpdL9BQH8
        i0YAUEtDOesIVh5fSKUHQP4gitCe7FOMhuhd/VC4iQWQcURUjJAMwr0k0J+O8Tc5
        S+BXaE2qkpiyZ6Jzrr8B4chKXXqJBRCyYWlOjlcsbFidcSfVo00ITo6tAWHClzy1
        2ADmtNKUNolPwvK6XkPDNerzriwvE9M6yapIvdXNxU06QYk0YZStaO+RjnPTfSf3
        /e4VKSXJjsAptQFjkySRPSsqOJ7b8joWtM9AjJI1SUmqtbN4xX4GC6YYRoCFp86a
        YfsooaQ=
        -----END CERTIFICATE-----
        """
}
