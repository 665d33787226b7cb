extension PythonServer {
    /// What a server of TLS does with a connection.
    enum Behaviour: String {
        /// Sends back what it receives.
        case echo
        /// The same after a line `STARTTLS`, which it answers with `OK`.
        case startTLS
        /// The same after it was asked to CONNECT, as the proxy and the host in one.
        case proxy
        /// Ends the connection without the end of TLS.
        case cut
        /// Speaks nothing newer than TLS 1.1.
        case old
        /// Sends the name of the protocol that both ends have agreed on.
        case applicationProtocol
        /// Sends the name in the certificate that the client must show.
        case clientCertificate
    }

    /// A server of TLS with a certificate, which believes the clients' certificates of a file.
    static func tls(
        _ certificate: CertificateFile, _ behaviour: Behaviour = .echo, believing clients: String = ""
    ) throws -> PythonServer {
        try PythonServer(program, [certificate.path, behaviour.rawValue, clients])
    }

    private static let program = """
        import socket, ssl, sys, threading
        path, behaviour, clients = sys.argv[1:]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        context.set_alpn_protocols(["irc", "http/1.1"])
        if behaviour == "old":
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        if behaviour == "clientCertificate":
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(clients)
        def head(plain, end):
            text = b""
            while not text.endswith(end):
                text += plain.recv(1)
        def serve(plain):
            if behaviour == "startTLS":
                head(plain, b"STARTTLS\\n")
                plain.sendall(b"OK\\n")
            if behaviour == "proxy":
                head(plain, b"\\r\\n\\r\\n")
                plain.sendall(b"HTTP/1.1 200 OK\\r\\nVia: test\\r\\n\\r\\n")
            with context.wrap_socket(plain, server_side=True) as secure:
                if behaviour == "cut":
                    secure.sendall(b"half")
                    secure.shutdown(socket.SHUT_RDWR)
                    return
                if behaviour == "clientCertificate":
                    names = secure.getpeercert()["subjectAltName"]
                    secure.sendall(names[0][1].encode())
                if behaviour == "applicationProtocol":
                    secure.sendall(secure.selected_alpn_protocol().encode())
                while data := secure.recv(65536):
                    secure.sendall(data)
                secure.unwrap()
        def run(plain):
            try:
                serve(plain)
            except OSError:
                pass
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        while True:
            threading.Thread(target=run, args=(listener.accept()[0],), daemon=True).start()
        """
}
