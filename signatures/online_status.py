"""Asking authorities about single certificates (OCSP, RFC 6960).

Only the address that the administrator has entered for an authority is asked, and only about certificates that this authority has
issued and that say that they can be asked for: of others no program looks at an answer. What a certificate gives as address is not
called. Every answer is checked before it is used.
"""
import asyncio

from asn1crypto import ocsp
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import AuthorityWithCert, CertTrustAnchor
from pyhanko_certvalidator.errors import OCSPValidationError, PathError, RevokedError, ValidationError
from pyhanko_certvalidator.fetchers.common_utils import format_ocsp_request, process_ocsp_response_data
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.revinfo.validate_ocsp import verify_ocsp_response
from pyhanko_certvalidator.util import get_ocsp_urls

from .errors import SignatureError
from .fetching import fetch

#: An answer holds one certificate, seldom two or three more.
LARGEST_ANSWER = 64 * 1024
#: Seconds that an authority has to answer.
PATIENCE = 10


class Inquiry:
    """What authorities answer about certificates.

    :ivar answers: list of asn1crypto's ``OCSPResponse``, those that hold
    :ivar heard: ``{address: None}`` of those whose answers hold, ``{address: SignatureError}`` of the others; they are not asked again
    """

    def __init__(self, responders, lists, moment):
        """
        :param responders: list of ``(certificate of the authority, address)``, the certificate as the object of asn1crypto
        :param lists: list of asn1crypto's ``CertificateList``, by which the certificates of those who answer are checked
        :param moment: aware datetime
        """
        self.answers, self.heard = [], {}
        self._responders = [(AuthorityWithCert(certificate), address) for certificate, address in responders]
        self._lists, self._moment, self._asked = lists, moment, set()

    def about(self, certificates):
        """Ask about certificates.

        :param certificates: iterable of objects of asn1crypto
        :raises RevokedError: an authority says that one was revoked
        """
        for certificate in certificates:
            for issuer, address in self._responders:
                if get_ocsp_urls(certificate) and issuer.is_potential_issuer_of(certificate) and certificate != issuer.certificate:
                    self._ask(certificate, issuer, address)

    def _ask(self, certificate, issuer, address):
        if self.heard.get(address) or (certificate.sha256, address) in self._asked:
            return
        self._asked.add((certificate.sha256, address))
        try:
            self.answers.append(self._checked(certificate, issuer, address))
            self.heard[address] = None
        except SignatureError as error:
            self.heard[address] = error

    def _checked(self, certificate, issuer, address):
        question = format_ocsp_request(certificate, issuer, certid_hash_algo="sha1", request_nonces=True)
        raw = fetch(
            address, "status_unreachable", largest=LARGEST_ANSWER, patience=PATIENCE, question=question.dump(),
            kind="application/ocsp-request")
        try:
            if len(raw) > LARGEST_ANSWER:
                raise ValueError("too large")
            ocsp.OCSPResponse.load(raw, strict=True)
            answer = process_ocsp_response_data(raw, ocsp_request=question, ocsp_url=address)
            context = ValidationContext(
                trust_roots=[issuer.certificate], crls=self._lists, ocsps=[answer], moment=self._moment, allow_fetching=False,
                revocation_mode="require")
            path = ValidationPath(CertTrustAnchor(issuer.certificate), interm=[], leaf=certificate)
            asyncio.run(verify_ocsp_response(certificate, path, context))
        except RevokedError:
            raise
        except (OCSPValidationError, PathError, ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise SignatureError("status_nonsense", address=address) from error
        return answer
